/**
 * One example through the network and back, as stages: what is computed, with its numbers.
 *
 * @module
 */
import type { TokenId } from "@/lib/lm/language_model.ts";
import { topTokens } from "@/lib/lm/distribution/top_tokens.ts";
import { tokenLabel } from "@/lib/training/data/corpus_tokenizer.ts";
import type { RunFacts } from "@/lib/training/run/training_protocol.ts";
import type { Trace } from "@/lib/training/network/trace.ts";

/** One stage of the walk. */
export interface WalkStage {
  readonly title: string;
  /** Layers that it computes: 0 embeddings, 1 hidden units, 2 logits. */
  readonly lit: readonly number[];
  /** Whether the drawing shows gradients. */
  readonly backward: boolean;
  readonly formula: string;
  /** The calculation in numbers, one step a line. */
  readonly lines: readonly string[];
}

/** Values drawn of each layer. */
interface WalkLayers {
  readonly input: Float32Array;
  readonly hidden: Float32Array;
  readonly output: Float32Array;
}

const TERMS = 3;

/** The stages of a traced example. */
export function walkStages(facts: RunFacts, trace: Trace): readonly WalkStage[] {
  return [...forwardStages(facts, trace), ...backwardStages(facts, trace)];
}

/** What the drawing shows at a stage: values on the way there, gradients on the way back. */
export function walkLayers(trace: Trace, stage: WalkStage): WalkLayers {
  const { gradients } = trace;
  return stage.backward
    ? { input: gradients.input, hidden: gradients.sums, output: gradients.logits }
    : { input: trace.input, hidden: trace.activations, output: trace.logits };
}

/** Name of a token, also of the place that holds none. */
export function labelOf({ tokenizer }: RunFacts, id: TokenId): string {
  return id < 0 ? "(none)" : tokenLabel(tokenizer, id);
}

/** Output units that are drawn: the likeliest, and the target. */
export function drawnOutputs(trace: Trace, most: number): readonly TokenId[] {
  const top = topTokens(trace.logits, most);
  const ids = top.includes(trace.target) ? top : [...top.slice(0, -1), trace.target];
  return ids.toSorted((a, b) => a - b);
}

function forwardStages(facts: RunFacts, trace: Trace): WalkStage[] {
  const { shape } = facts;
  const { unit } = trace;
  return [
    {
      title: "Look up the embeddings",
      lit: [0],
      backward: false,
      formula: `x = (${trace.context.map((id) => `e(${labelOf(facts, id)})`).join(", ")})`,
      lines: trace.context.map((id, i) =>
        `e(${labelOf(facts, id)}) = (${
          list(trace.input.subarray(i * shape.embedding, (i + 1) * shape.embedding))
        })`
      ),
    },
    {
      title: "Hidden layer",
      lit: [1],
      backward: false,
      formula: `h = ${shape.activation}(W₁ x + b₁)`,
      lines: [
        `unit ${unit.index}: ${sumOf(unit.weights, trace.input)} + ${figure(unit.bias)} = ${
          figure(trace.sums[unit.index]!)
        }`,
        `${shape.activation}(${figure(trace.sums[unit.index]!)}) = ${figure(trace.activations[unit.index]!)}`,
      ],
    },
    ...outputStages(facts, trace),
  ];
}

function outputStages(facts: RunFacts, trace: Trace): WalkStage[] {
  const { output, target } = trace;
  const name = labelOf(facts, target);
  return [
    {
      title: "Logits",
      lit: [2],
      backward: false,
      formula: "z = W₂ h + b₂",
      lines: [
        `z(${name}) = ${sumOf(output.weights, trace.activations)} + ${figure(output.bias)} = ${
          figure(trace.logits[target]!)
        }`,
      ],
    },
    {
      title: "Probability and loss",
      lit: [2],
      backward: false,
      formula: "p = softmax(z), loss = −ln p(target)",
      lines: [
        `p(${name}) = e^${figure(trace.logits[target]!)} / Σ e^z = ${figure(trace.probabilities[target]!)}`,
        `loss = −ln ${figure(trace.probabilities[target]!)} = ${figure(trace.loss)} nats`,
      ],
    },
  ];
}

function backwardStages(facts: RunFacts, trace: Trace): WalkStage[] {
  const { gradients, target } = trace;
  const name = labelOf(facts, target);
  const rival = topTokens(trace.probabilities, 2).find((id) => id !== target) ?? target;
  const norm = (parameter: keyof Trace["norms"]) => figure(trace.norms[parameter] ?? 0);
  return [
    {
      title: "Back: from the loss to the logits",
      lit: [2],
      backward: true,
      formula: "∂loss/∂z = p − (1 at the target)",
      lines: [
        `${name}: ${figure(trace.probabilities[target]!)} − 1 = ${
          figure(gradients.logits[target]!)
        }, so its logit will rise`,
        `${labelOf(facts, rival)}: ${figure(gradients.logits[rival]!)}, so its logit will fall`,
        `the output weights' gradient has length ${
          norm(facts.shape.tied ? "embedding" : "outputWeight")
        }, their biases' ${norm("outputBias")}`,
      ],
    },
    ...hiddenStages(facts, trace),
  ];
}

function hiddenStages({ shape }: RunFacts, trace: Trace): WalkStage[] {
  const { gradients, unit } = trace;
  const norm = (parameter: keyof Trace["norms"]) => figure(trace.norms[parameter] ?? 0);
  const slope = gradients.activations[unit.index] === 0
    ? 0
    : gradients.sums[unit.index]! / gradients.activations[unit.index]!;
  return [
    {
      title: "Back: through the hidden layer",
      lit: [1],
      backward: true,
      formula: `∂loss/∂(sum) = (W₂ᵀ ∂loss/∂z) · ${shape.activation}′(sum)`,
      lines: [
        `unit ${unit.index}: ${figure(gradients.activations[unit.index]!)} · ${figure(slope)} = ${
          figure(gradients.sums[unit.index]!)
        }`,
        `the hidden weights' gradient has length ${norm("hiddenWeight")}, their biases' ${
          norm("hiddenBias")
        }`,
      ],
    },
    {
      title: "Back: to the embeddings",
      lit: [0],
      backward: true,
      formula: "∂loss/∂x = W₁ᵀ ∂loss/∂(sum)",
      lines: [
        `each token of the context gets its own part: (${list(gradients.input)})`,
        `only these ${new Set(trace.context).size} rows of the table change; the gradient has length ${
          norm("embedding")
        }`,
      ],
    },
  ];
}

function figure(value: number): string {
  const text = Math.abs(value) >= 1e-3 || value === 0 ? value.toFixed(4) : value.toExponential(2);
  return text.replaceAll("-", "−");
}

function list(values: Float32Array): string {
  const shown = Array.from(values.subarray(0, 8), figure).join(", ");
  return values.length > 8 ? `${shown}, … ${values.length} numbers` : shown;
}

/** The products with the greatest size written out, the others as one number. */
function sumOf(weights: Float32Array, inputs: Float32Array): string {
  const products = weights.map((weight, i) => weight * inputs[i]!);
  const largest = topTokens(products.map(Math.abs), TERMS);
  const rest = products.reduce((sum, value, i) => largest.includes(i) ? sum : sum + value, 0);
  const terms = largest.map((i) => `${figure(weights[i]!)}·${figure(inputs[i]!)}`);
  return [
    ...terms,
    ...(products.length > TERMS ? [`${figure(rest)} (the other ${products.length - TERMS})`] : []),
  ]
    .join(" + ");
}
