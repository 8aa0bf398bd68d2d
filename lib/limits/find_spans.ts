import type { TextIndex } from "./text_index.ts";

/** A stretch of tokens whose text stands word for word in a corpus. */
export interface FoundSpan {
  /** First token. */
  readonly start: number;
  /** Token after the last. */
  readonly end: number;
  readonly text: string;
  /** Where it first stands in the corpus, in UTF-16 units. */
  readonly at: number;
}

/**
 * The longest stretches of at least `least` tokens that stand word for word in a corpus, from left to right, none
 * inside another.
 *
 * @param pieces Text of each token.
 */
export function findSpans(pieces: readonly string[], corpus: TextIndex, least: number): FoundSpan[] {
  const spans: FoundSpan[] = [];
  let covered = 0;
  for (let start = 0; start + least <= pieces.length; start++) {
    let end = Math.max(start + least, covered);
    let text = pieces.slice(start, end).join("");
    let at = corpus.find(text);
    if (at < 0) continue;
    while (end < pieces.length) {
      // Where it stands, it may go on; if not, it may stand elsewhere.
      const longer = text + pieces[end]!;
      const next = corpus.text.startsWith(longer, at) ? at : corpus.find(longer, at);
      if (next < 0) break;
      [text, at, end] = [longer, next, end + 1];
    }
    if (end > covered) spans.push({ start, end, text, at });
    covered = end;
  }
  return spans;
}
