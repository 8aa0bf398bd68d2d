import { splitWords } from "@/lib/lm/white_space.ts";
import { BEGIN, END, type NgramToken, type NgramVocabulary, UNKNOWN } from "@/lib/lm/ngram/vocabulary.ts";

/** Stands between sentences in a stream: no n-gram reaches across it. */
export const SENTENCE_BREAK = 0xffffffff;

/** Sentences as one flat array of ids: every sentence is followed by {@linkcode SENTENCE_BREAK}. */
export interface NgramStream {
  /** Ids without padding, and a break after every sentence. */
  readonly ids: Uint32Array;
  readonly sentences: number;
  /** Tokens, breaks not counted. */
  readonly tokens: number;
}

/** Options of {@linkcode encodeSentences}. */
interface EncodeOptions {
  /** Whether words that the vocabulary lacks are added (training) or become the unknown token. Default true. */
  readonly grow?: boolean;
  /** Called now and then with the number of sentences done. */
  readonly onProgress?: (sentences: number) => void;
}

/**
 * Numbers the tokens of sentences. `<s>`, `</s>` and their other spellings are marks that the padding writes
 * anew, so they are skipped like white space (lmplz: `--skip_symbols`); so is a literal `<unk>` in training.
 */
export function encodeSentences(
  sentences: Iterable<string | readonly NgramToken[]>,
  vocabulary: NgramVocabulary,
  options: EncodeOptions = {},
): NgramStream {
  const { grow = true, onProgress } = options;
  let ids = new Uint32Array(1024);
  let length = 0;
  let count = 0;
  for (const sentence of sentences) {
    const words = typeof sentence === "string" ? splitWords(sentence) : sentence;
    while (length + words.length + 1 > ids.length) ids = doubled(ids);
    for (const word of words) {
      const id = grow ? vocabulary.add(word) : vocabulary.id(word);
      if (id !== BEGIN && id !== END && !(grow && id === UNKNOWN)) ids[length++] = id;
    }
    ids[length++] = SENTENCE_BREAK;
    count++;
    if (count % 4096 === 0) onProgress?.(count);
  }
  return { ids: ids.slice(0, length), sentences: count, tokens: length - count };
}

function doubled(ids: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(ids.length * 2);
  larger.set(ids);
  return larger;
}

/** How many marks a sentence is wrapped in. */
export interface NgramPadding {
  readonly begin: number;
  readonly end: number;
}

/** Writes the marks around every sentence; the breaks stay between the sentences. */
export function padStream(stream: NgramStream, padding: NgramPadding): Uint32Array {
  const padded = new Uint32Array(stream.ids.length + stream.sentences * (padding.begin + padding.end));
  let at = 0;
  let start = true;
  for (const id of stream.ids) {
    if (start) at = fill(padded, at, BEGIN, padding.begin);
    start = id === SENTENCE_BREAK;
    if (start) at = fill(padded, at, END, padding.end);
    padded[at++] = id;
  }
  return padded;
}

function fill(ids: Uint32Array, at: number, id: number, times: number): number {
  ids.fill(id, at, at + times);
  return at + times;
}

/** The sentences of a stream, one array of ids each. */
export function* streamSentences(stream: NgramStream): Generator<Uint32Array> {
  let start = 0;
  for (let i = 0; i < stream.ids.length; i++) {
    if (stream.ids[i] !== SENTENCE_BREAK) continue;
    yield stream.ids.subarray(start, i);
    start = i + 1;
  }
}
