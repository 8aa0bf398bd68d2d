import { type NgramLevel, NgramTable, UnigramTable } from "@/lib/lm/ngram/table.ts";
import { type NgramPadding, type NgramStream, padStream, SENTENCE_BREAK } from "@/lib/lm/ngram/stream.ts";

/** The longest n-gram that can be counted. */
export const MAX_ORDER = 6;

const NONE = 0xffffffff;
const PROGRESS_STEP = 1 << 18;

/** Counts of every n-gram of the lengths 1 to `order`. */
export interface NgramCounts {
  readonly order: number;
  readonly padding: NgramPadding;
  /** Number of token ids, marks included. */
  readonly vocabularySize: number;
  readonly sentences: number;
  /** `levels[n - 1]` has the n-grams of length n. */
  readonly levels: readonly NgramLevel[];
  /** The padded ids that were counted. */
  readonly ids: Uint32Array;
}

/** Options of {@linkcode countNgrams}. */
interface CountOptions {
  /** Longest n-gram, 1 to {@linkcode MAX_ORDER}. */
  readonly order: number;
  readonly vocabularySize: number;
  readonly padding: NgramPadding;
  /** Called now and then with the share of the work that is done, 0 to 1. */
  readonly onProgress?: (done: number) => void;
}

/**
 * Counts the n-grams of a corpus inside its padded sentences. Integers only: every n-gram is the number of its
 * prefix and a token, so each length takes one pass and one hash look-up a position.
 *
 * @throws {RangeError} If the order is not an integer from 1 to 6.
 */
export function countNgrams(stream: NgramStream, options: CountOptions): NgramCounts {
  const { order, vocabularySize, padding, onProgress } = options;
  if (!Number.isInteger(order) || order < 1 || order > MAX_ORDER) {
    throw new RangeError(`Order must be an integer from 1 to ${MAX_ORDER}: received ${order}`);
  }
  const ids = padStream(stream, padding);
  const unigrams = countUnigrams(ids, vocabularySize);
  const levels: NgramLevel[] = [unigrams];
  let entries: Uint32Array = ids.slice();
  for (let n = 2; n <= order; n++) {
    const report = (share: number) => onProgress?.((n - 1 + share) / order);
    report(0);
    const table = new NgramTable();
    entries = countLevel(ids, entries, table, levels[n - 2]!.left, report);
    levels.push(table);
  }
  onProgress?.(1);
  return { order, padding, vocabularySize, sentences: stream.sentences, levels, ids };
}

function countUnigrams(ids: Uint32Array, vocabularySize: number): UnigramTable {
  const table = new UnigramTable(vocabularySize);
  for (const id of ids) {
    if (id !== SENTENCE_BREAK) table.count[id]!++;
  }
  return table;
}

/**
 * Counts the n-grams one token longer. `shorter[i]` is the entry of the n-gram that ends at position i, or
 * none; a new n-gram also gives its suffix, which ends at the same place, one more left neighbor.
 */
function countLevel(
  ids: Uint32Array,
  shorter: Uint32Array,
  table: NgramTable,
  left: Uint32Array,
  report: (share: number) => void,
): Uint32Array {
  const entries = new Uint32Array(ids.length).fill(NONE);
  for (let i = 1; i < ids.length; i++) {
    const prefix = shorter[i - 1]!;
    if (prefix === NONE || ids[i] === SENTENCE_BREAK) continue;
    const size = table.size;
    const entry = table.add(prefix, ids[i]!);
    if (entry === size) left[shorter[i]!]!++;
    entries[i] = entry;
    if (i % PROGRESS_STEP === 0) report(i / ids.length);
  }
  return entries;
}

/** The entry of an n-gram, or -1 where it does not occur; of no tokens 0, the empty context. */
export function findNgram(counts: NgramCounts, tokens: ArrayLike<number>): number {
  if (tokens.length > counts.order) return -1;
  let entry = 0;
  for (let n = 0; n < tokens.length; n++) {
    const level = counts.levels[n]!;
    entry = level.find(entry, tokens[n]!);
    if (entry < 0 || level.count[entry] === 0) return -1;
  }
  return entry;
}

/** The tokens of an entry of the n-grams of length n, in order. */
export function ngramTokens(counts: NgramCounts, n: number, entry: number): number[] {
  const tokens: number[] = [];
  for (let k = n; k > 0; k--) {
    const level = counts.levels[k - 1]!;
    tokens.push(level.word[entry]!);
    entry = level.prefix[entry]!;
  }
  return tokens.reverse();
}
