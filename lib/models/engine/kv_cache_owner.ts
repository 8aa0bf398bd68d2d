/**
 * The one owner of a model's keys and values. It knows which tokens they belong to, keeps the longest prefix
 * that a new text shares with the old one by cropping, and disposes everything it replaces.
 *
 * @module
 */
import type { TokenId } from "@/lib/lm/language_model.ts";

/** One tensor of a cache: keys or values of one layer, `[1, heads, tokens, size]`, or a state without positions. */
export interface CacheTensor {
  /** Length of the data, in bytes. */
  readonly bytes: number;
  /** Tokens it holds, or null where it has no axis of tokens and so cannot be cropped. */
  readonly length: number | null;
  /** A copy of the first `length` tokens. */
  crop(length: number): Promise<CacheTensor>;
  dispose(): void;
}

/** Tensors by the name of the graph's input. */
export type CacheTensors = ReadonlyMap<string, CacheTensor>;

/** Keys and values of the tokens computed last. */
export class KvCacheOwner {
  #tokens: readonly TokenId[] = [];
  #tensors: CacheTensors = new Map();

  /** Tokens whose keys and values are held. */
  get length(): number {
    return this.#tokens.length;
  }

  /** Bytes of all tensors held. */
  get bytes(): number {
    return [...this.#tensors.values()].reduce((sum, tensor) => sum + tensor.bytes, 0);
  }

  /** What the next pass reads; null where nothing is held. */
  get tensors(): CacheTensors | null {
    return this.#tensors.size > 0 ? this.#tensors : null;
  }

  /**
   * Keeps the longest prefix shared with `tokens`, at most `limit` of them, and drops the rest.
   *
   * @returns How many tokens are held after it: 0 where the tensors cannot be cropped to the prefix.
   */
  async reuse(tokens: readonly TokenId[], limit: number): Promise<number> {
    const shared = Math.min(sharedPrefix(this.#tokens, tokens), limit);
    if (shared === this.length) return shared;
    const held = [...this.#tensors];
    const canCrop = shared > 0 && held.every(([, tensor]) => tensor.length === this.length);
    if (!canCrop) {
      this.clear();
      return 0;
    }
    const cropped = await Promise.all(
      held.map(async ([name, tensor]) => [name, await tensor.crop(shared)] as const),
    );
    this.replace(new Map(cropped), this.#tokens.slice(0, shared));
    return shared;
  }

  /** Takes the tensors that hold exactly `tokens`. A graph without a cache gives none: then nothing is held. */
  replace(tensors: CacheTensors, tokens: readonly TokenId[]): void {
    for (const [name, tensor] of this.#tensors) {
      if (tensors.get(name) !== tensor) tensor.dispose();
    }
    this.#tensors = tensors;
    this.#tokens = tensors.size > 0 ? tokens : [];
  }

  /** Drops everything. */
  clear(): void {
    this.replace(new Map(), []);
  }
}

/** Number of tokens at the start that both lists share. */
export function sharedPrefix(a: readonly TokenId[], b: readonly TokenId[]): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}
