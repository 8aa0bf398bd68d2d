import type { KvCacheQuery } from "@/lib/experiment/fields/kv_cache_query.ts";
import { CACHE_PRESET_GROUPS, findCachePreset } from "@/lib/lm/kv_cache/cache_presets.ts";
import { presetSource } from "@/lib/lm/kv_cache/presets/preset.ts";
import type { QueryLab } from "@/lib/labs/query/query_lab.ts";
import { CalculateButton } from "@/lib/ui/form/calculation_form.tsx";
import { formatParameters } from "@/lib/ui/format.ts";
import { Panel } from "@/lib/ui/page/panel.tsx";
import { HubFields } from "@/islands/kv_cache/hub_fields.tsx";
import { LabNumber, LabSelect } from "@/islands/query/lab_fields.tsx";

type Lab = QueryLab<KvCacheQuery>;

const PRESETS = [
  { options: [{ value: "", label: "Your own numbers" }] },
  ...CACHE_PRESET_GROUPS.map(({ title, presets }) => ({
    title,
    options: presets.map(({ id, repository, parameters }) => ({
      value: id,
      label: `${repository.split("/")[1]} · ${formatParameters(parameters)}`,
    })),
  })),
];

/** Which model: a published one, its configuration, or numbers; and how many tokens of how many sequences. */
export function ModelFields({ lab, modelHost }: { readonly lab: Lab; readonly modelHost: string }) {
  const { preset, config } = lab.query.value;
  const isCustom = preset === "" && config === "";
  return (
    <Panel title="Model and length" area="text" quietTitle>
      <div class="fields first-wide">
        <LabSelect lab={lab} name="preset" label="Model" groups={PRESETS} hint={<Source id={preset} />} />
        <LabNumber lab={lab} name="batch" label="Sequences" hint="the batch" />
        <LabNumber lab={lab} name="tokens" label="Tokens of each" hint="prompt and generation" />
        <CalculateButton />
      </div>
      <Lengths lab={lab} />
      {config !== "" && <p class="small">The pasted configuration below counts, not the choice above.</p>}
      <details class="more" open={isCustom}>
        <summary>The model in numbers{isCustom ? "" : " (not used: a model is chosen)"}</summary>
        <Numbers lab={lab} />
      </details>
      <HubFields lab={lab} modelHost={modelHost} />
    </Panel>
  );
}

function Source({ id }: { readonly id: string }) {
  const preset = findCachePreset(id);
  if (!preset) return <>or paste its config.json below</>;
  return <a href={presetSource(preset)} rel="noreferrer">its config.json</a>;
}

/** Lengths that are compared often, as one press each. */
function Lengths({ lab }: { readonly lab: Lab }) {
  const lengths = [2048, 4096, 32_768, 131_072];
  return (
    <div class="toolbar needs-js small" role="group" aria-label="Tokens of each sequence">
      {lengths.map((tokens) => (
        <button
          key={tokens}
          type="button"
          aria-pressed={lab.query.value.tokens === tokens}
          onClick={() => lab.set({ tokens })}
        >
          {tokens >= 4096 ? `${tokens / 1024}K` : tokens.toLocaleString("en-US")}
        </button>
      ))}
    </div>
  );
}

function Numbers({ lab }: { readonly lab: Lab }) {
  const { value_head_dim, heads, window, window_layers, kv_lora_rank, state_layers } = lab.query.value;
  const isOpen = [value_head_dim, heads, window, window_layers, kv_lora_rank, state_layers]
    .some((value) => value !== null);
  return (
    <>
      <div class="fields">
        <LabNumber lab={lab} name="layers" label="Layers" />
        <LabNumber lab={lab} name="kv_heads" label="KV heads" list hint="or one a layer: 8,8,4" />
        <LabNumber lab={lab} name="head_dim" label="Head size" />
      </div>
      <details class="more" open={isOpen}>
        <summary>Windows, latents, states</summary>
        <div class="fields">
          <LabNumber lab={lab} name="window" label="Window" hint="tokens" />
          <LabNumber lab={lab} name="window_layers" label="Sliding layers" hint="default all" />
          <LabNumber lab={lab} name="kv_lora_rank" label="Latent size" hint="MLA, no heads" />
          <LabNumber lab={lab} name="qk_rope_head_dim" label="Position key" hint="MLA" />
          <LabNumber lab={lab} name="state_layers" label="State layers" hint="further layers" />
          <LabNumber lab={lab} name="state_size" label="State size" hint="elements" />
          <LabNumber lab={lab} name="value_head_dim" label="Value size" hint="default head size" />
          <LabNumber lab={lab} name="heads" label="Query heads" hint="only for the name" />
        </div>
      </details>
    </>
  );
}
