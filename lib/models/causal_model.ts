/**
 * A causal model of transformers.js as the decoder sees it: tokens and cache in, logits and cache out.
 *
 * @module
 */
import { type PreTrainedModel, Tensor } from "@huggingface/transformers";
import type { DecoderModel, DecoderOutput, DecoderStep } from "@/lib/models/decoder.ts";
import type { CacheTensors } from "@/lib/models/kv_cache_owner.ts";
import { type OnnxCacheTensor, onnxCacheTensor } from "@/lib/models/onnx_cache_tensor.ts";

/** What is read of a session. */
interface Session {
  readonly inputNames: readonly string[];
  readonly inputMetadata: readonly SessionInput[];
}

/** An input of the graph; symbolic lengths are names. */
export interface SessionInput {
  readonly name: string;
  readonly type?: string;
  readonly shape?: readonly (number | string)[];
}

/** Sizes that the configuration gives. */
export interface ModelSizes {
  readonly contextLength: number;
  readonly vocabularySize: number;
}

/** Inputs that carry state from pass to pass; only those of this form count tokens on their third axis. */
const POSITIONS = /^past_key_values\.\d+\.(?:key|value)$/;
const STATE = /^past_/;

/** Makes a decoder's model of a loaded one. */
export function causalModel(model: PreTrainedModel, sizes: ModelSizes): DecoderModel {
  const session = sessionOf(model);
  const forward = model as unknown as (inputs: Record<string, unknown>) => Promise<Record<string, Tensor>>;
  const choosesRows = session.inputNames.includes("num_logits_to_keep");
  return {
    ...sizes,
    hasCache: session.inputNames.some((name) => STATE.test(name)),
    run: async (step) => readOutput(await forward(makeInputs(step, choosesRows))),
  };
}

/** The inputs of a loaded model's graph. */
export function sessionInputs(model: PreTrainedModel): readonly SessionInput[] {
  return sessionOf(model).inputMetadata;
}

function sessionOf(model: PreTrainedModel): Session {
  return (model.sessions as Record<string, Session>).model!;
}

function makeInputs(
  { tokens, past, pastLength, rows }: DecoderStep,
  choosesRows: boolean,
): Record<string, unknown> {
  const length = pastLength + tokens.length;
  return {
    input_ids: new Tensor("int64", BigInt64Array.from(tokens, BigInt), [1, tokens.length]),
    attention_mask: new Tensor("int64", new BigInt64Array(length).fill(1n), [1, length]),
    ...(choosesRows ? { num_logits_to_keep: new Tensor("int64", BigInt64Array.of(BigInt(rows)), []) } : {}),
    ...(past ? { past_key_values: readPast(past) } : {}),
  };
}

function readPast(past: CacheTensors): Record<string, Tensor> {
  return Object.fromEntries([...past].map(([name, entry]) => [name, (entry as OnnxCacheTensor).tensor]));
}

function readOutput(outputs: Record<string, Tensor>): DecoderOutput {
  const present = new Map<string, OnnxCacheTensor>();
  for (const [output, tensor] of Object.entries(outputs)) {
    if (output === "logits") continue;
    const name = pastName(output);
    if (name) present.set(name, onnxCacheTensor(tensor, POSITIONS.test(name)));
    else tensor.dispose();
  }
  const logits = outputs.logits!;
  const floats = logits.type === "float32" ? logits : logits.to("float32");
  return { logits: floats.data as Float32Array, vocabularySize: logits.dims.at(-1)!, present };
}

/** The input that the next pass reads an output as: `present.0.key` as `past_key_values.0.key`; null for no state. */
export function pastName(output: string): string | null {
  if (output.startsWith("present.")) return output.replace("present.", "past_key_values.");
  return output.startsWith("present_") ? output.replace("present_", "past_") : null;
}
