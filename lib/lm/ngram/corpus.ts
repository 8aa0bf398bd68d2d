/**
 * A text as the n-gram models read it: sentences, cut into words or into learned subword tokens.
 *
 * @module
 */
import { isBlank, splitWords, trimWhiteSpace } from "@/lib/lm/white_space.ts";
import { type Bpe, learnBpe } from "@/lib/lm/ngram/learn_bpe.ts";
import { encodeSentences, type NgramStream } from "@/lib/lm/ngram/stream.ts";
import {
  BEGIN,
  createNgramVocabulary,
  END,
  MARKS,
  type NgramConvention,
  type NgramToken,
  type NgramVocabulary,
  UNKNOWN,
} from "@/lib/lm/ngram/vocabulary.ts";

/** What a token is: a word between white space, or a subword learned from the corpus. */
export const NGRAM_UNITS = ["words", "bpe"] as const;

/** One of {@linkcode NGRAM_UNITS}. */
export type NgramUnit = typeof NGRAM_UNITS[number];

/** Marks that may stand between texts of a corpus, on a line of their own. */
const TEXT_SEPARATOR = "<|endoftext|>";

/** How a corpus is read. */
export interface CorpusOptions {
  readonly convention: NgramConvention;
  readonly unit: NgramUnit;
  /** Merges of the subword tokens. */
  readonly merges: number;
  /** Called now and then with the share of the sentences that are numbered, 0 to 1. */
  readonly onProgress?: ((done: number) => void) | undefined;
}

/** A corpus that was numbered. */
export interface NgramCorpus {
  readonly stream: NgramStream;
  readonly vocabulary: NgramVocabulary;
  /** The subword tokens; null for words. */
  readonly bpe: Bpe | null;
  /** Ids of words of a context: marks keep their meaning, `·` before a text names that very token. */
  context(words: readonly string[]): number[];
  /** Numbers other sentences with this vocabulary. */
  encode(sentences: Iterable<string>): NgramStream;
  /** How a token is written. */
  write(id: number): string;
}

/** The sentences of a text: one a line; empty lines and separators are none. */
export function sentencesOf(text: string): string[] {
  return text.split(/\r\n?|\n/).filter((line) => !isBlank(line) && trimWhiteSpace(line) !== TEXT_SEPARATOR);
}

/** Numbers a corpus. */
export function readCorpus(sentences: readonly string[], options: CorpusOptions): NgramCorpus {
  const vocabulary = createNgramVocabulary(options.convention);
  const bpe = options.unit === "bpe" ? learnBpe(countWords(sentences, vocabulary), options.merges) : null;
  const tokens = (sentence: string) => bpe ? subwords(bpe, sentence, vocabulary) : sentence;
  const stream = encodeSentences(mapped(sentences, tokens), vocabulary, {
    onProgress: (done) => options.onProgress?.(done / sentences.length),
  });
  return {
    stream,
    vocabulary,
    bpe,
    context: (words) => words.flatMap((word) => contextIds(word, vocabulary, bpe)),
    encode: (others) => encodeSentences(mapped(others, tokens), vocabulary, { grow: false }),
    write(id) {
      const token = vocabulary.token(id);
      return typeof token === "number" ? bpe?.write(token) ?? String(token) : token;
    },
  };
}

function* mapped<T>(sentences: Iterable<string>, tokens: (sentence: string) => T): Generator<T> {
  for (const sentence of sentences) yield tokens(sentence);
}

function countWords(sentences: readonly string[], vocabulary: NgramVocabulary): Map<string, number> {
  const counts = new Map<string, number>();
  for (const sentence of sentences) {
    for (const word of splitWords(sentence)) {
      if (!isMark(vocabulary.id(word), word, vocabulary)) counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  return counts;
}

/** Subword tokens as numbers, so that none can be taken for a mark; marks stay what they are. */
function subwords(bpe: Bpe, sentence: string, vocabulary: NgramVocabulary): NgramToken[] {
  return splitWords(sentence).flatMap((word): readonly NgramToken[] =>
    isMark(vocabulary.id(word), word, vocabulary) ? [word] : bpe.encode(word)
  );
}

function isMark(id: number, word: string, { unknown }: NgramVocabulary): boolean {
  return id === BEGIN || id === END || (id === UNKNOWN && word === unknown);
}

function contextIds(word: string, vocabulary: NgramVocabulary, bpe: Bpe | null): number[] {
  const id = vocabulary.id(word);
  if (bpe === null || id < MARKS && id !== UNKNOWN) return [id];
  const named = bpe.find(word);
  const tokens = named >= 0 && word.length > 1 && word.startsWith("·") ? [named] : bpe.encode(word);
  return tokens.map((token) => vocabulary.id(token));
}
