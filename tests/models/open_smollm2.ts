/**
 * SmolLM2 on this site's own engine in this process, in one of its formats.
 *
 * @module
 */
import "./web_runtime.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { unpackVocabulary } from "@/lib/lm/vocabulary.ts";
import type { Engine } from "@/lib/models/engine.ts";
import { createEngine } from "@/lib/models/worker/create_engine.ts";
import { kernelOps } from "@/tests/transformer/kernel_ops.ts";
import { fakeSpec } from "./fake_spec.ts";
import { modelFile } from "./smollm2.ts";

const never = new AbortController().signal;

/**
 * Opens it.
 *
 * @param dtype `q4` for the mirror's own file, `safetensors` for `weights`.
 */
export async function openSmollm2(
  dtype: "q4" | "safetensors",
  weights?: Uint8Array<ArrayBuffer>,
): Promise<LanguageModel> {
  const files = {
    get: (path: string) =>
      path === "model.safetensors" ? Promise.resolve(weights ?? null) : modelFile(path).catch(() => null),
    forget: () => Promise.resolve(),
  };
  const spec = fakeSpec({ backend: "kernel", dtype });
  const options = { spec, files, onProgress: () => {}, signal: never };
  return languageModel(await createEngine(options, () => kernelOps("relaxed", 2)), dtype);
}

function languageModel(engine: Engine, dtype: string): LanguageModel {
  const { vocabulary, contextLength, beginToken, endTokens, report } = engine.facts;
  return {
    id: { name: "SmolLM2", revision: "main", dtype },
    backend: report.backend,
    vocabulary: unpackVocabulary(vocabulary),
    contextLength,
    beginToken,
    endTokens,
    cacheBytesPerToken: engine.facts.cacheBytesPerToken,
    cacheFormula: engine.facts.cacheFormula,
    encode: (text) => Promise.resolve(engine.encode(text)),
    encodeChat: () => Promise.resolve(null),
    logits: async (tokens, { rows = 1, cache = true, signal = never } = {}) =>
      (await engine.logits(tokens, { rows, cache, signal })).rows,
    score: (tokens, { from = 1, top = 0, signal = never } = {}) =>
      engine.score(tokens, { from, top, signal }),
    dispose: () => engine.dispose(),
  };
}
