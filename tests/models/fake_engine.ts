import { decideToken } from "@/lib/lm/generation/decide_token.ts";
import type { ModelRun, TokenLogProbability } from "@/lib/lm/language_model.ts";
import { packVocabulary } from "@/lib/lm/vocabulary.ts";
import type { Engine, EngineFacts, EngineOptions, LoadSpec } from "@/lib/models/engine.ts";
import type { ModelError } from "@/lib/models/model_provider.ts";

/** The fake model's tokens, one byte each. */
export const FAKE_TOKENS = "abcdefgh";

/** How a fake engine behaves; everything is optional and by default goes well. */
export interface FakeBehavior {
  /** Runs during the load; may throw or wait. */
  readonly onLoad?: (options: EngineOptions) => void | Promise<void>;
  /** Runs before the answer of each pass, counted from 1; may throw or wait. */
  readonly onPass?: (pass: number, signal: AbortSignal) => void | Promise<void>;
  readonly milliseconds?: number;
  readonly tokensPerSecond?: number;
  readonly referenceMatches?: boolean | null;
  readonly notices?: readonly string[];
  readonly answer?: readonly TokenLogProbability[];
  /** Whether the site's own engine gave the model to onnxruntime. */
  readonly fallsBack?: boolean;
  readonly lost?: Promise<ModelError>;
}

/** The logits that every fake engine gives for a context: a function of its tokens. */
export function fakeLogits(tokens: readonly number[]): Float32Array<ArrayBuffer> {
  const sum = tokens.reduce((hash, id) => (hash * 31 + id + 1) % 9973, 7);
  return Float32Array.from(FAKE_TOKENS, (_, id) => Math.sin(sum + id));
}

/** An engine without weights. It reads every listed file, as a real one does. */
export async function createFakeEngine(options: EngineOptions, behavior: FakeBehavior): Promise<Engine> {
  for (const { path } of options.spec.files) await options.files.get(path);
  options.onProgress({ phase: "session", loadedBytes: 0, totalBytes: null, cached: false });
  await behavior.onLoad?.(options);
  let passes = 0;
  const pass = async (signal: AbortSignal) => {
    await behavior.onPass?.(++passes, signal);
    signal.throwIfAborted();
  };
  return {
    facts: fakeFacts(options.spec, behavior),
    lost: behavior.lost ?? new Promise(() => {}),
    encode: (text) => Array.from(text, (character) => Math.max(0, FAKE_TOKENS.indexOf(character))),
    encodeChat: (
      text,
    ) => [7, ...Array.from(text, (character) => Math.max(0, FAKE_TOKENS.indexOf(character)))],
    logits: async (tokens, { rows, signal }) => {
      await pass(signal);
      const last = Array.from({ length: rows }, (_, row) => tokens.length - rows + row + 1);
      return { rows: last.map((length) => fakeLogits(tokens.slice(0, length))), run: runOf(tokens) };
    },
    decide: async (tokens, { question, signal }) => {
      await pass(signal);
      return { decision: decideToken(fakeLogits(tokens), question), run: runOf(tokens) };
    },
    score: async (tokens, { from, signal }) => {
      await pass(signal);
      return tokens.slice(from).map((id) => ({ id, logProbability: -1, rank: 1, entropy: 1, top: [] }));
    },
    dispose: () => Promise.resolve(),
  };
}

function runOf({ length }: readonly number[]): ModelRun {
  return { reused: 0, computed: length, milliseconds: 1, cacheTokens: length, cacheBytes: 8 };
}

function fakeFacts({ backend }: LoadSpec, behavior: FakeBehavior): EngineFacts {
  const tokens = Array.from(FAKE_TOKENS, (character) => new TextEncoder().encode(character));
  return {
    vocabulary: packVocabulary(tokens, [7]),
    contextLength: 16,
    beginToken: null,
    endTokens: [7],
    cacheBytesPerToken: 8,
    cacheFormula: "2 · 4 bytes",
    hasChatTemplate: true,
    report: {
      backend: behavior.fallsBack ? "wasm" : backend,
      engine: behavior.fallsBack ? "onnxruntime" : backend,
      threads: backend === "webgpu" ? 0 : 2,
      crossOriginIsolated: true,
      expanded: backend === "wasm",
      expandedBytes: 0,
      expandableBytes: 0,
      milliseconds: behavior.milliseconds ?? 1,
      tokensPerSecond: behavior.tokensPerSecond ?? 10,
      referenceMatches: behavior.referenceMatches ?? null,
      notices: behavior.notices ?? [],
      answer: behavior.answer ?? [{ id: 1, logProbability: -0.5 }],
    },
  };
}
