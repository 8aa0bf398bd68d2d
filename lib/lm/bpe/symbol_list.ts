import type { TokenId } from "@/lib/lm/language_model.ts";

/** Symbols in a row, of which neighbors are joined: a doubly linked list in which a place keeps its number. */
export interface SymbolList {
  /** Symbols by place; -1 where the symbol was joined to the one before. */
  readonly ids: Int32Array;
  /** The place after each place that is left; -1 at the end. */
  readonly next: Int32Array;
  /** The place before each place that is left; -1 at the start. */
  readonly previous: Int32Array;
}

/** Links symbols in their order. Loops: `Int32Array.from()` takes as long for a word as joining all of it. */
export function createSymbolList(symbols: ArrayLike<TokenId>): SymbolList {
  const { length } = symbols;
  const next = new Int32Array(length), previous = new Int32Array(length);
  for (let at = 0; at < length; at++) {
    next[at] = at + 1 < length ? at + 1 : -1;
    previous[at] = at - 1;
  }
  return { ids: new Int32Array(symbols), next, previous };
}

/** The symbols that are left, in their order. */
export function symbolsLeft({ ids, next }: SymbolList): TokenId[] {
  const left: TokenId[] = [];
  for (let at = ids.length > 0 ? 0 : -1; at >= 0; at = next[at]!) left.push(ids[at]!);
  return left;
}

/** Joins a place with the one after it, which has to be there. */
export function joinNext({ ids, next, previous }: SymbolList, at: number, joined: TokenId): void {
  const taken = next[at]!, after = next[taken]!;
  ids[at] = joined;
  ids[taken] = -1;
  next[at] = after;
  if (after >= 0) previous[after] = at;
}
