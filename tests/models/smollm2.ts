/**
 * SmolLM2-135M-Instruct from a mirror folder, and what PyTorch says of it. `MODEL_MIRROR` names the folder.
 *
 * @module
 */
import { readModel } from "@/lib/models/onnx/onnx_graph.ts";
import { readGraph } from "@/lib/models/own/read_graph.ts";
import type { TransformerWeights } from "@/lib/transformer/weights/weights.ts";

/** One prompt with PyTorch's answers. */
export interface ExpectedPrompt {
  readonly text: string;
  readonly ids: readonly number[];
  readonly entropy_nats: number;
  readonly top20: readonly { readonly id: number; readonly log_probability: number }[];
  readonly log_probability_of_each_token_after_the_first: readonly number[];
  readonly greedy: readonly {
    readonly id: number;
    readonly log_probability: number;
    readonly margin: number;
  }[];
}

/** One way to cut a text into windows, with the loss that it gives. */
export interface ExpectedPerplexity {
  readonly max_length: number;
  readonly stride: number;
  readonly bos: number | null;
  readonly tokens_scored: number;
  readonly mean_nll_nats: number;
}

/** The mirror's `expected.json`. */
export interface ExpectedAnswers {
  readonly tolerance: { readonly log_probability_wasm: number; readonly mean_nll: number };
  readonly prompts: readonly ExpectedPrompt[];
  readonly perplexity: { readonly text: string; readonly strided: readonly ExpectedPerplexity[] };
}

const NAME = "HuggingFaceTB/SmolLM2-135M-Instruct";
/** The folder that a model host is made of. */
const MIRROR = Deno.env.get("MODEL_MIRROR") ?? "";

/** What PyTorch says; null without a mirror. */
export const EXPECTED_ANSWERS: ExpectedAnswers | null = await Deno.readTextFile(`${MIRROR}/expected.json`)
  .then(JSON.parse, () => null);

/** The bytes of one of the model's files. */
export function modelFile(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return Deno.readFile(`${MIRROR}/${NAME}/resolve/main/${path}`);
}

/** The weights as the file has them. */
export async function smollm2Weights(): Promise<TransformerWeights> {
  const config = JSON.parse(new TextDecoder().decode(await modelFile("config.json")));
  return readGraph(config, readModel(await modelFile("onnx/model_q4.onnx")), () => null);
}
