/**
 * A causal model of transformers.js as the decoder sees it: tokens and cache in, logits and cache out.
 *
 * @module
 */
import { type PreTrainedModel, Tensor } from "@huggingface/transformers";
import type { DecoderModel, DecoderOutput, DecoderStep } from "@/lib/models/engine/decoder.ts";
import {
  type OnnxCacheTensor,
  onnxCacheTensor,
  type OrtTensor,
} from "@/lib/models/engine/onnx_cache_tensor.ts";

/** What is used of a session. */
interface Session {
  readonly inputNames: readonly string[];
  readonly inputMetadata: readonly SessionInput[];
  run(feeds: Record<string, OrtTensor>): Promise<Record<string, OrtTensor>>;
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

type Forward = (inputs: Record<string, unknown>) => Promise<Record<string, Tensor>>;

/** Inputs that carry state from pass to pass; only those of this form count tokens on their third axis. */
const POSITIONS = /^past_key_values\.\d+\.(?:key|value)$/;
const STATE = /^past_/;
/** The inputs whose values a pass behind a cache knows without the library. */
const PLAIN =
  /^(?:input_ids|attention_mask|position_ids|num_logits_to_keep|past_key_values\.\d+\.(?:key|value))$/;
/** Models whose positions the library counts otherwise than from 0. */
const SHIFTED_POSITIONS = /^(?:pali)?gemma/;

/** Makes a decoder's model of a loaded one. */
export function causalModel(model: PreTrainedModel, sizes: ModelSizes): DecoderModel {
  const session = sessionOf(model);
  const forward = model as unknown as Forward;
  const direct = isPlain(session, String(model.config?.model_type));
  return {
    ...sizes,
    hasCache: session.inputNames.some((name) => STATE.test(name)),
    run: async (step) =>
      readOutput(
        direct && step.past
          ? await session.run(feedsOf(session, step))
          : await libraryPass(forward, session, step),
      ),
  };
}

/** The inputs of a loaded model's graph. */
export function sessionInputs(model: PreTrainedModel): readonly SessionInput[] {
  return sessionOf(model).inputMetadata;
}

function sessionOf(model: PreTrainedModel): Session {
  return (model.sessions as Record<string, Session>).model!;
}

/** Whether passes behind a cache can go to the session itself: the library wraps each of their tensors, which takes a token's time a twentieth. */
function isPlain({ inputNames, inputMetadata }: Session, modelType: string): boolean {
  const positions = inputMetadata.find(({ name }) => name === "position_ids");
  return inputNames.every((name) => PLAIN.test(name)) && (positions?.shape?.length ?? 2) === 2 &&
    !SHIFTED_POSITIONS.test(modelType);
}

/** The library knows what a graph is given before there is a cache. */
function libraryPass(
  forward: Forward,
  { inputNames }: Session,
  { tokens, past, pastLength, rows }: DecoderStep,
): Promise<Record<string, Tensor>> {
  const entries = [...past ?? []].map(([name, entry]) => [name, (entry as OnnxCacheTensor).wrapped]);
  return forward({
    input_ids: integers(tokens),
    attention_mask: ones(pastLength + tokens.length),
    ...(inputNames.includes("num_logits_to_keep") ? { num_logits_to_keep: integers([rows], []) } : {}),
    ...(past ? { past_key_values: Object.fromEntries(entries) } : {}),
  });
}

function feedsOf(
  session: Session,
  { tokens, past, pastLength, rows }: DecoderStep,
): Record<string, OrtTensor> {
  const feeds: Record<string, OrtTensor> = { input_ids: integers(tokens).ort_tensor };
  for (const [name, entry] of past!) feeds[name] = (entry as OnnxCacheTensor).tensor;
  const optional: Record<string, () => Tensor> = {
    attention_mask: () => ones(pastLength + tokens.length),
    position_ids: () => integers(tokens.map((_, index) => pastLength + index)),
    num_logits_to_keep: () => integers([rows], []),
  };
  for (const [name, make] of Object.entries(optional)) {
    if (session.inputNames.includes(name)) feeds[name] = make().ort_tensor;
  }
  return feeds;
}

function integers(values: readonly number[], dims = [1, values.length]): Tensor {
  return new Tensor("int64", BigInt64Array.from(values, BigInt), dims);
}

function ones(length: number): Tensor {
  return new Tensor("int64", new BigInt64Array(length).fill(1n), [1, length]);
}

function readOutput(outputs: Record<string, OrtTensor | Tensor>): DecoderOutput {
  const present = new Map<string, OnnxCacheTensor>();
  for (const [output, tensor] of Object.entries(outputs)) {
    if (output === "logits") continue;
    const name = pastName(output);
    if (name) present.set(name, onnxCacheTensor(tensor, POSITIONS.test(name)));
    else tensor.dispose();
  }
  const logits = outputs["logits"]!;
  const floats = logits.type === "float32" ? logits : libraryTensor(logits).to("float32");
  return { logits: floats.data as Float32Array, vocabularySize: logits.dims.at(-1)!, present };
}

function libraryTensor(tensor: OrtTensor | Tensor): Tensor {
  return "ort_tensor" in tensor ? tensor : new Tensor(tensor);
}

/** The input that the next pass reads an output as: `present.0.key` as `past_key_values.0.key`; null for no state. */
export function pastName(output: string): string | null {
  if (output.startsWith("present.")) return output.replace("present.", "past_key_values.");
  return output.startsWith("present_") ? output.replace("present_", "past_") : null;
}
