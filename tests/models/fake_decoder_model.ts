import type { TokenId } from "@/lib/lm/language_model.ts";
import type { DecoderModel, DecoderOutput, DecoderStep } from "@/lib/models/engine/decoder.ts";
import type { CacheTensor } from "@/lib/models/engine/kv_cache_owner.ts";

/** Vocabulary of {@linkcode fakeDecoderModel}. */
export const VOCABULARY = 11;

/** A tensor that holds its tokens, so that a wrong cache gives wrong logits. */
export interface TokenTensor extends CacheTensor {
  readonly tokens: readonly TokenId[];
}

/** A model whose logits are a function of every token, those of the cache included. */
export interface FakeDecoderModel extends DecoderModel {
  readonly steps: DecoderStep[];
  /** Tensors made and not yet disposed. */
  readonly alive: Set<CacheTensor>;
  /** What it does before it answers. */
  onRun: (step: DecoderStep) => void;
}

export interface FakeDecoderOptions {
  readonly contextLength?: number;
  readonly hasCache?: boolean;
  /** Whether it returns a row for every token, as graphs do that cannot be told. */
  readonly allRows?: boolean;
  /** Whether its states can be cropped. */
  readonly hasPositions?: boolean;
}

/** Logits after a run of tokens. */
export function logitsAfter(tokens: readonly TokenId[]): Float32Array {
  const hash = tokens.reduce((sum, id) => (sum * 31 + id + 1) % 9973, 7);
  return Float32Array.from({ length: VOCABULARY }, (_, id) => Math.sin(hash + id));
}

export function fakeDecoderModel(options: FakeDecoderOptions = {}): FakeDecoderModel {
  const { contextLength = 1000, hasCache = true, allRows = false, hasPositions = true } = options;
  const alive = new Set<CacheTensor>();
  const tensor = (tokens: readonly TokenId[]): TokenTensor => {
    const made: TokenTensor = {
      tokens,
      bytes: 8 * tokens.length,
      length: hasPositions ? tokens.length : null,
      crop: (length) => Promise.resolve(tensor(tokens.slice(0, length))),
      dispose: () => {
        if (!alive.delete(made)) throw new Error("Disposed twice");
      },
    };
    alive.add(made);
    return made;
  };
  const model: FakeDecoderModel = {
    contextLength,
    vocabularySize: VOCABULARY,
    hasCache,
    steps: [],
    alive,
    onRun: () => {},
    run(step): Promise<DecoderOutput> {
      model.steps.push(step);
      model.onRun(step);
      const past = (step.past?.get("past_key_values.0.key") as TokenTensor | undefined)?.tokens ?? [];
      if (past.length !== step.pastLength) throw new Error(`Cache of ${past.length}, not ${step.pastLength}`);
      const all = [...past, ...step.tokens];
      const count = allRows ? step.tokens.length : step.rows;
      const logits = new Float32Array(count * VOCABULARY);
      for (let row = 0; row < count; row++) {
        logits.set(logitsAfter(all.slice(0, all.length - count + row + 1)), row * VOCABULARY);
      }
      const names = hasCache ? ["past_key_values.0.key", "past_key_values.0.value"] : [];
      const present = new Map(names.map((name) => [name, tensor(all)]));
      return Promise.resolve({ logits, vocabularySize: VOCABULARY, present });
    },
  };
  return model;
}
