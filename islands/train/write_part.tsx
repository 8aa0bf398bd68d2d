import type { TrainLab } from "@/lib/labs/train/train_lab.ts";
import type { Written } from "@/lib/labs/train/train_state.ts";
import type { RunFacts } from "@/lib/training/run/training_protocol.ts";
import { tokenBytes } from "@/lib/training/data/corpus_tokenizer.ts";
import { formatProbability } from "@/lib/ui/format.ts";
import { Fold } from "@/lib/ui/page/fold.tsx";
import { Panel } from "@/lib/ui/page/panel.tsx";
import { NumberField, TextField } from "@/lib/ui/form/text_fields.tsx";
import { TokenChip } from "@/lib/ui/token/chip.tsx";

interface PartProps {
  readonly lab: TrainLab;
}

/** Text that the trained network writes, one token at a time. */
export function WritePart({ lab }: PartProps) {
  const { state } = lab;
  const facts = lab.views.facts.value;
  const written = state.written.value;
  if (facts === null) return null;
  const busy = state.status.value === "starting" || state.waiting.value === "writing";
  return (
    <Panel title="Let it write" area="more">
      <div class="form-row needs-js">
        <TextField
          label="Begin with"
          name="prompt"
          value={state.prompt.value}
          placeholder={state.watched.value}
          onInput={(value) => state.prompt.value = value}
        />
        <NumberField
          label="Temperature"
          name="temperature"
          min={0}
          max={10}
          step={0.1}
          value={state.temperature.value}
          onInput={(value) => state.temperature.value = value >= 0 && value <= 10 ? value : 1}
        />
      </div>
      <button type="button" class="needs-js" disabled={busy} onClick={lab.inspect.write}>
        Write 24 tokens
      </button>
      {written && <Text written={written} facts={facts} />}
    </Panel>
  );
}

function Text({ written, facts }: { readonly written: Written; readonly facts: RunFacts }) {
  return (
    <p class="generated">
      <span class="generated-prompt">{written.prompt}</span>
      <ul
        class="generated-tokens"
        role="list"
        aria-label="Generated tokens"
        {...(written.stop && { "data-stop": written.stop })}
      >
        {written.tokens.map((token) => (
          <li
            key={token.index}
            data-id={token.id}
            title={`${formatProbability(Math.exp(token.logProbability))}, rank ${token.rank}`}
          >
            <TokenChip token={{ id: token.id, bytes: tokenBytes(facts.tokenizer, token.id) }} />
          </li>
        ))}
      </ul>
    </p>
  );
}

/** Weights and script to take away. */
export function ExportPart({ lab }: PartProps) {
  if (lab.views.facts.value === null) return null;
  const busy = lab.state.waiting.value === "export" || lab.state.status.value === "starting";
  return (
    <Panel title="Use it, take it away" area="take">
      <p class="small">
        The address of this page is the experiment: whoever opens it trains to the same figures.
      </p>
      <div class="toolbar needs-js">
        <button type="button" disabled={busy} onClick={() => lab.save("predictor")}>
          Open in the predictor
        </button>
      </div>
      <Fold summary="Take it away: PyTorch script, weights">
        <div class="toolbar needs-js">
          <button type="button" disabled={busy} onClick={() => lab.save("python")}>PyTorch script</button>
          <button type="button" disabled={busy} onClick={() => lab.save("safetensors")}>
            Weights, safetensors
          </button>
          <button type="button" disabled={busy} onClick={() => lab.save("json")}>Weights, JSON</button>
        </div>
        <p class="quiet small">
          The predictor takes the network with its samplers. The script prints the same losses with PyTorch.
        </p>
      </Fold>
    </Panel>
  );
}
