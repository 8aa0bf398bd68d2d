import { sentencesOf } from "@/lib/lm/ngram/corpus.ts";
import { splitWords } from "@/lib/lm/white_space.ts";

/** A word of the corpus where it stands. */
export interface CorpusWord {
  readonly word: string;
  /** Its place among the words that are listed, from 0. */
  readonly index: number;
  /** The context that it ends: itself with as many words before it as the order looks at. */
  readonly context: string;
  /** Whether it belongs to the context that is asked about, or is what followed it; null for neither. */
  readonly mark: "context" | "next" | null;
}

/** A corpus to read, word by word. */
export interface CorpusWords {
  readonly sentences: readonly (readonly CorpusWord[])[];
  /** Sentences that are not listed. */
  readonly more: number;
}

/** Words that are listed at most. */
const MOST = 200;

/**
 * The first sentences of a text as words, each with the context that it ends, and marked where the context that is asked
 * about stands and what followed it.
 *
 * @param text Sentences, one a line.
 * @param order Of the model: it looks at one word less.
 * @param asked The words that the model looks at, the nearest last; `<s>` is a sentence's begin.
 */
export function corpusWords(text: string, order: number, asked: readonly string[]): CorpusWords {
  const all = sentencesOf(text).map(splitWords);
  const sentences: CorpusWord[][] = [];
  let index = 0;
  for (const words of all) {
    if (index + words.length > MOST && index > 0) break;
    const marks = marksOf(words, asked);
    sentences.push(
      words.slice(0, MOST).map((word, place) => ({
        word,
        index: index++,
        context: contextAt(words, place, order),
        mark: marks[place] ?? null,
      })),
    );
  }
  return { sentences, more: all.length - sentences.length };
}

function contextAt(words: readonly string[], place: number, order: number): string {
  const length = Math.max(1, order - 1);
  const before = words.slice(Math.max(0, place + 1 - length), place + 1);
  return (before.length < length ? ["<s>", ...before] : before).join(" ");
}

function marksOf(words: readonly string[], asked: readonly string[]): CorpusWord["mark"][] {
  const marks: CorpusWord["mark"][] = words.map(() => null);
  if (asked.length === 0) return marks;
  const begun = ["<s>", ...words];
  for (let end = asked.length; end <= begun.length; end++) {
    if (!asked.every((word, i) => begun[end - asked.length + i] === word)) continue;
    // Places in the sentence: the begin has none.
    for (let place = Math.max(0, end - asked.length - 1); place < end - 1; place++) marks[place] = "context";
    if (end - 1 < words.length) marks[end - 1] ??= "next";
  }
  return marks;
}
