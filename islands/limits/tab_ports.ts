/**
 * What experiments use, in a browser: all of it comes with the first use.
 *
 * @module
 */
import { embeddedModels } from "../models/embedded_models.ts";
import { once } from "@/lib/models/once.ts";
import type { LimitProps } from "./props.ts";
import type { LanguageModel, TokenId } from "@/lib/lm/language_model.ts";
import type { VariantsAnswer, VariantsQuestion } from "@/lib/limits/variants_worker.ts";
import type { LimitPorts } from "@/lib/limits/limit_experiment.ts";

/** The ports of a tab, but for the model that is asked. */
interface TabPorts extends Required<Pick<LimitPorts, "others" | "text" | "variants">> {
  readonly parcelGpt: () => Promise<LanguageModel>;
  readonly embedded: ReturnType<typeof embeddedModels>;
}

/** Makes the ports of a tab. */
export function tabPorts(props: LimitProps): TabPorts {
  const embedded = embeddedModels(props);
  return {
    embedded,
    parcelGpt: () => embedded("parcel-gpt"),
    others: () => Promise.all([embedded("parcel-gru"), embedded("counts")]),
    text: once(() => fetchRead(props.read.url)),
    variants: (tokens) => runVariants(props, tokens),
  };
}

async function fetchRead(url: string): Promise<string> {
  const { body } = await fetchFile(url);
  return await new Response(body!.pipeThrough(new DecompressionStream("gzip"))).text();
}

async function runVariants({ shipped }: LimitProps, tokens: readonly TokenId[]) {
  const { name, revision, weights, tokenizer } = shipped["parcel-gpt"];
  const [bytes, text] = await Promise.all([
    fetchFile(weights).then((response) => response.arrayBuffer()),
    fetchFile(tokenizer).then((response) => response.text()),
  ]);
  const files = { name, revision, weights: new Uint8Array(bytes), tokenizer: text };
  const answer = await askThread({ files, tokens });
  if ("error" in answer) throw new Error(answer.error);
  return answer.ran;
}

/** A thread for one question: nothing of it stays in memory. */
function askThread(question: VariantsQuestion): Promise<VariantsAnswer> {
  const worker = new Worker(new URL("../../lib/limits/variants_worker.ts", import.meta.url), {
    type: "module",
    name: "variants",
  });
  return new Promise<VariantsAnswer>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<VariantsAnswer>) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(question);
  }).finally(() => worker.terminate());
}

async function fetchFile(url: string): Promise<Response> {
  const response = await fetch(url).catch((cause: unknown) => {
    throw new Error("There is no connection, and what this needs was never fetched: try again", { cause });
  });
  if (!response.ok) throw new Error(`A file cannot be fetched (${response.status}): try again`);
  return response;
}
