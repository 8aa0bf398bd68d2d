import { hostOf } from "@/lib/experiment/host_of.ts";
import { useSignal } from "@preact/signals";
import type { KvCacheQuery } from "@/lib/experiment/fields/kv_cache_query.ts";
import { configReading } from "@/lib/labs/kv_cache/config_reading.ts";
import { fetchConfig } from "@/lib/labs/kv_cache/fetch_config.ts";
import type { QueryLab } from "@/lib/labs/query/query_lab.ts";
import { LabText, LabTextArea } from "@/islands/query/lab_fields.tsx";

interface HubFieldsProps {
  readonly lab: QueryLab<KvCacheQuery>;
  readonly modelHost: string;
}

/** A configuration of the visitor's: pasted, or fetched by the browser from the model host. */
export function HubFields(props: HubFieldsProps) {
  const { lab } = props;
  const { config } = lab.query.value;
  const reading = config === "" ? null : configReading(config);
  return (
    <section aria-label="Another model">
      <h2>Another model: paste its config.json, or fetch it</h2>
      <Repository {...props} />
      <LabTextArea
        lab={lab}
        name="config"
        label="config.json"
        rows={6}
        placeholder='{"model_type": "llama", "num_hidden_layers": 32, "num_attention_heads": 32, …}'
        hint="llama, mistral, qwen, gemma, deepseek, gpt2, phi, falcon, jamba, granite, lfm2, nemotron and their kin"
        problem={reading && "problem" in reading ? `config.json: ${reading.problem}` : null}
      />
      {reading && "said" in reading && <p class="small" role="status">{reading.said}</p>}
      <button
        type="button"
        class="needs-js"
        disabled={config === ""}
        onClick={() => lab.set({ config: "" })}
      >
        Clear the configuration
      </button>
    </section>
  );
}

const IDLE = { busy: false, said: "" };

/** Fetches a repository's configuration when it is asked to. */
function Repository({ lab, modelHost }: HubFieldsProps) {
  const state = useSignal(IDLE);
  const { repository } = lab.query.value;
  async function load() {
    const asked = lab.query.peek();
    state.value = { busy: true, said: "" };
    const host = new URL(modelHost, location.origin).href;
    const result = await fetchConfig(host, repository, (...request) => fetch(...request));
    const { repository: wanted, config } = lab.query.peek();
    // Another repository, or a configuration of the visitor's own, was given meanwhile.
    if (wanted !== asked.repository || config !== asked.config) return void (state.value = IDLE);
    if ("config" in result) lab.set({ config: result.config });
    const said = "config" in result ? `Read the config.json of ${repository}.` : result.problem;
    state.value = { busy: false, said };
  }
  return (
    <>
      <div class="form-row">
        <LabText
          lab={lab}
          name="repository"
          label="Repository"
          placeholder="Qwen/Qwen3-4B"
          hint={<FetchHint modelHost={modelHost} />}
        />
        <button
          type="button"
          class="needs-js"
          disabled={state.value.busy || repository === ""}
          onClick={load}
        >
          {state.value.busy ? "Fetching…" : "Fetch its config.json"}
        </button>
      </div>
      <p class="small" role="status">{state.value.said}</p>
    </>
  );
}

function FetchHint({ modelHost }: { readonly modelHost: string }) {
  const host = modelHost.startsWith("/") ? "this site" : hostOf(modelHost) ?? "the model host";
  return (
    <>
      <span class="needs-js">your browser asks {host} for this one file</span>
      <span class="no-script">fetching needs JavaScript: paste the file below instead</span>
    </>
  );
}
