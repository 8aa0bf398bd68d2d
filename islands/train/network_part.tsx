import type { TrainLab } from "@/lib/labs/train/train_lab.ts";
import { drawnOutputs, labelOf, walkLayers, type WalkStage, walkStages } from "@/lib/labs/train/walk.ts";
import type { RunFacts } from "@/lib/training/run/training_protocol.ts";
import type { Trace } from "@/lib/training/network/trace.ts";
import { NetworkDrawing, type NetworkLayer } from "@/lib/ui/plot/network_drawing.tsx";
import { Arithmetic, Formula } from "@/lib/ui/page/page_intro.tsx";
import { Panel } from "@/lib/ui/page/panel.tsx";

/** Units drawn of each layer. */
const MAX_UNITS = 18;

/** The network with its shapes, and one example through it, step by step. */
export function NetworkPart({ lab }: { readonly lab: TrainLab }) {
  const facts = lab.views.facts.value;
  const trace = lab.state.trace.value;
  if (facts === null) return null;
  const { shape } = facts;
  return (
    <Panel title="Network" area="more">
      <p class="small">
        {shape.context} · {shape.embedding} → {shape.hidden} → {shape.vocabulary}: the embeddings of{" "}
        {shape.context === 1 ? "one token" : `${shape.context} tokens`} side by side, {shape.hidden}{" "}
        hidden units ({shape.activation}), a logit for each of {shape.vocabulary} tokens.
      </p>
      {trace === null
        ? (
          <button type="button" class="needs-js" onClick={lab.inspect.trace}>
            Step one example through it
          </button>
        )
        : <Walk lab={lab} facts={facts} trace={trace} />}
    </Panel>
  );
}

interface WalkProps {
  readonly lab: TrainLab;
  readonly facts: RunFacts;
  readonly trace: Trace;
}

function Walk({ lab, facts, trace }: WalkProps) {
  const stages = walkStages(facts, trace);
  const index = Math.min(lab.state.stage.value, stages.length - 1);
  const stage = stages[index]!;
  return (
    <>
      <div class="toolbar">
        <button type="button" disabled={index === 0} onClick={() => lab.inspect.setStage(index - 1)}>
          Back
        </button>
        <button
          type="button"
          disabled={index === stages.length - 1}
          onClick={() => lab.inspect.setStage(index + 1)}
        >
          Next
        </button>
        <span class="small" role="status">
          {index + 1} of {stages.length}: <b>{stage.title}</b>
        </span>
      </div>
      <p class="small">
        {trace.context.map((id) => labelOf(facts, id)).join(" ")} → <b>{labelOf(facts, trace.target)}</b>
      </p>
      <Formula>{stage.formula}</Formula>
      <Arithmetic lines={stage.lines} />
      <NetworkDrawing
        title={stage.backward ? "Gradients of the loss" : "Values of the forward pass"}
        layers={layersOf(facts, trace, stage)}
        between={betweenOf(facts)}
        lit={stage.lit}
      />
    </>
  );
}

function betweenOf({ shape }: RunFacts): string[] {
  const input = shape.context * shape.embedding;
  return [
    `${shape.hidden}×${input}\n+ ${shape.hidden}`,
    `${shape.vocabulary}×${shape.hidden}\n+ ${shape.vocabulary}`,
  ];
}

function layersOf(facts: RunFacts, trace: Trace, stage: WalkStage): NetworkLayer[] {
  const { shape } = facts;
  const { input, hidden, output } = walkLayers(trace, stage);
  const outputs = drawnOutputs(trace, MAX_UNITS);
  const name = (i: number) =>
    `${labelOf(facts, trace.context[Math.floor(i / shape.embedding)]!)} ${i % shape.embedding + 1}`;
  const units = (values: Float32Array, label: (i: number) => string) =>
    Array.from(values.subarray(0, MAX_UNITS), (value, i) => ({ label: label(i), value }));
  const omitted = (length: number) => Math.max(0, length - MAX_UNITS);
  return [
    {
      title: "Embeddings",
      size: `${shape.context} · ${shape.embedding} = ${input.length}`,
      units: units(input, name),
      omitted: omitted(input.length),
    },
    {
      title: "Hidden units",
      size: `H = ${hidden.length}`,
      units: units(hidden, (i) => `unit ${i}`),
      omitted: omitted(hidden.length),
    },
    {
      title: stage.backward ? "Logits’ gradients" : "Logits",
      size: `V = ${output.length}`,
      units: outputs.map((id) => ({ label: labelOf(facts, id), value: output[id]! })),
      omitted: output.length - outputs.length,
    },
  ];
}
