/**
 * What a loaded model says of itself, gathered from its files.
 *
 * @module
 */
import type { EngineFacts, EngineOptions, EngineReport } from "@/lib/models/engine.ts";
import type { CacheFormula } from "@/lib/models/engine/cache_formula.ts";
import type { ModelSizes } from "@/lib/models/engine/causal_model.ts";
import type { LoadedCodec } from "@/lib/models/engine/load_codec.ts";
import { readText } from "@/lib/models/engine/read_text.ts";
import { endTokens } from "@/lib/models/engine/text_codec.ts";
import { type TokenizerFile, vocabularyOf } from "@/lib/models/engine/tokenizer_bytes.ts";
import type { ModelConfig } from "@/lib/models/hub/model_config.ts";

/** What an engine knows of its model. */
interface LoadedParts {
  readonly text: LoadedCodec;
  readonly config: ModelConfig;
  readonly sizes: ModelSizes;
  readonly cache: CacheFormula;
  readonly report: EngineReport;
}

/** Gathers the facts. */
export async function engineFacts(
  options: EngineOptions,
  { text: { codec, tokenizerEnd }, config, sizes, cache, report }: LoadedParts,
): Promise<EngineFacts> {
  const tokenizer = JSON.parse(await readText(options, "tokenizer.json") ?? "null") as TokenizerFile;
  const generationConfig = JSON.parse(await readText(options, "generation_config.json") ?? "{}");
  return {
    vocabulary: vocabularyOf(tokenizer, sizes.vocabularySize),
    contextLength: sizes.contextLength,
    beginToken: codec.beginToken,
    endTokens: endTokens({ config, generationConfig, tokenizerEnd }),
    cacheBytesPerToken: cache.bytesPerToken,
    cacheFormula: cache.formula,
    hasChatTemplate: codec.hasChatTemplate,
    report,
  };
}
