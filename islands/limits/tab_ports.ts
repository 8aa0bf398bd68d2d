/**
 * What experiments use, in a browser: all of it comes with the first use.
 *
 * @module
 */
import { embeddedModels } from "../models/embedded_models.ts";
import { once } from "../models/once.ts";
import type { LimitProps } from "./props.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import type { LimitPorts } from "@/lib/limits/limit_experiment.ts";

/** The ports of a tab, but for the model that is asked. */
export interface TabPorts extends Required<Pick<LimitPorts, "others" | "text" | "variants">> {
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
    variants: once(() => fetchVariants(props)),
  };
}

async function fetchRead(url: string): Promise<string> {
  const { body } = await fetchFile(url);
  return await new Response(body!.pipeThrough(new DecompressionStream("gzip"))).text();
}

async function fetchVariants({ shipped }: LimitProps) {
  const { name, revision, weights, tokenizer } = shipped["parcel-gpt"];
  const [{ backendVariants }, { fetchKernels }, files, text] = await Promise.all([
    import("@/lib/limits/backend_variants.ts"),
    import("@/lib/limits/kernels.ts"),
    fetchFile(weights),
    fetchFile(tokenizer),
  ]);
  const kernels = await fetchKernels();
  return backendVariants({
    name,
    revision,
    weights: new Uint8Array(await files.arrayBuffer()),
    tokenizer: await text.text(),
  }, kernels);
}

async function fetchFile(url: string): Promise<Response> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`A file cannot be fetched (${response.status}): try again`);
  return response;
}
