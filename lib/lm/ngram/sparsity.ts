import { countNgrams, findNgram, type NgramCounts } from "@/lib/lm/ngram/counts.ts";
import { type NgramEvents, ngramEvents } from "@/lib/lm/ngram/events.ts";
import { type NgramStream, streamSentences } from "@/lib/lm/ngram/stream.ts";
import { BEGIN, END, MARKS } from "@/lib/lm/ngram/vocabulary.ts";

/** How well the contexts of one order are covered by a corpus. */
export interface OrderSparsity {
  readonly order: number;
  /**
   * Contexts of order - 1 tokens that could occur: words only, or `<s>` and words. A power of the vocabulary,
   * so for long orders approximate in a double.
   */
  readonly possible: number;
  /** Distinct contexts of order - 1 tokens that were followed by a token. */
  readonly seen: number;
  /** Those that were followed by a token exactly once. */
  readonly seenOnce: number;
  /** Held-out tokens that have order - 1 tokens before them in their sentence, `<s>` counted. */
  readonly heldOut: number;
  /** Those of them whose context the corpus does not have. */
  readonly heldOutUnseen: number;
}

/** Options of {@linkcode ngramSparsity}. */
interface SparsityOptions {
  /** Number of ids in the corpus' vocabulary, marks included. */
  readonly tokenIds: number;
  /** The orders 1 to this one are measured. Default 6. */
  readonly maxOrder?: number;
  readonly onProgress?: (done: number) => void;
}

/**
 * Measures sparsity: for each order the possible contexts, those seen, those seen once, and how many contexts
 * of a held-out text were never seen. One `<s>` and one `</s>` a sentence; both texts are numbered by the
 * corpus' vocabulary.
 */
export function ngramSparsity(
  corpus: NgramStream,
  heldOut: NgramStream,
  options: SparsityOptions,
): OrderSparsity[] {
  const { tokenIds, maxOrder = 6, onProgress } = options;
  const counts = countNgrams(corpus, {
    order: maxOrder,
    vocabularySize: tokenIds,
    padding: { begin: 1, end: 1 },
    ...(onProgress && { onProgress }),
  });
  const events = ngramEvents(counts);
  const covered = heldOutContexts(counts, events, heldOut);
  return events.map((event, index) => ({
    order: index + 1,
    possible: possibleContexts(tokenIds - MARKS, index),
    ...seenContexts(event),
    ...covered[index]!,
  }));
}

/** Sequences of `length` tokens that are all words, or `<s>` and then words. */
function possibleContexts(words: number, length: number): number {
  return length === 0 ? 1 : words ** length + words ** (length - 1);
}

function seenContexts({ total }: NgramEvents): Pick<OrderSparsity, "seen" | "seenOnce"> {
  let seen = 0;
  let seenOnce = 0;
  for (const count of total) {
    if (count > 0) seen++;
    if (count === 1) seenOnce++;
  }
  return { seen, seenOnce };
}

function heldOutContexts(
  counts: NgramCounts,
  events: readonly NgramEvents[],
  heldOut: NgramStream,
): Pick<OrderSparsity, "heldOut" | "heldOutUnseen">[] {
  const covered = events.map(() => ({ heldOut: 0, heldOutUnseen: 0 }));
  for (const sentence of streamSentences(heldOut)) {
    const tokens = Uint32Array.of(BEGIN, ...sentence, END);
    for (let i = 1; i < tokens.length; i++) {
      for (let length = 0; length < Math.min(counts.order, i + 1); length++) {
        const context = findNgram(counts, tokens.subarray(i - length, i));
        const share = covered[length]!;
        share.heldOut++;
        if (context < 0 || !(events[length]!.total[context]! > 0)) share.heldOutUnseen++;
      }
    }
  }
  return covered;
}
