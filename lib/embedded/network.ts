/**
 * What the readers of contexts ask of a network.
 *
 * @module
 */
import type { LogitsOptions, TokenId } from "@/lib/lm/language_model.ts";

/** Sizes that a context is checked against. */
export interface NetworkSize {
  /** Tokens in the vocabulary. */
  readonly vocabulary: number;
  /** The most tokens a context may hold. */
  readonly context: number;
}

/**
 * A network that reads tokens one after another and remembers what it needs of them: a Transformer its KV cache, a
 * recurrent network its states.
 */
export interface CausalNetwork<Memory extends { length: number }> {
  readonly config: NetworkSize;
  /** The longest chunk of tokens one pass takes. */
  readonly chunk: number;
  /** A memory without tokens. Setting its `length` lower forgets the tokens beyond. */
  createMemory(): Memory;
  /** Bytes of KV cache in a memory. */
  cacheBytes(memory: Memory): number;
  /** Reads tokens after those of the memory and gives the logits of the last `rows` of them, [rows, vocabulary]. */
  forward(
    tokens: readonly TokenId[],
    memory: Memory,
    rows: number,
    observer?: undefined,
    headsOff?: LogitsOptions["headsOff"],
  ): Float32Array;
}

/** @throws {RangeError} If a context is empty, too long, or holds an id outside the vocabulary. */
export function checkTokens(tokens: readonly TokenId[], { vocabulary, context }: NetworkSize): void {
  if (tokens.length === 0) throw new RangeError("A context needs at least one token");
  if (tokens.length > context) {
    throw new RangeError(`The context holds ${context} tokens: got ${tokens.length}`);
  }
  const bad = tokens.find((id) => !Number.isInteger(id) || id < 0 || id >= vocabulary);
  if (bad !== undefined) throw new RangeError(`Token ${bad} is not in the vocabulary of ${vocabulary}`);
}
