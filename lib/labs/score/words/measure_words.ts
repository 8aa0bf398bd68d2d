/**
 * Surprisal by word for studies of reading, each sentence by itself, as summed and with the correction for the space
 * in front.
 *
 * A tokenizer that puts the space in front of a word decides with a word's first token that the word before it has
 * ended. The correction moves that decision to the word that it ends (Pimentel and Meister 2024, "How to Compute the
 * Probability of a Word"; Oh and Schuler 2024):
 *
 *     p(word) = Π p(its tokens) · p(a space or the end comes next) / p(a space or the end comes first)
 *
 * The first word of a sentence has no space in front, and no division.
 *
 * @module
 */
import { type StudyItem } from "@/lib/labs/score/words/read_items.ts";
import { rowStatistics } from "@/lib/lm/distribution/row_statistics.ts";
import type { LanguageModel, TokenId } from "@/lib/lm/language_model.ts";
import { modelSource } from "@/lib/lm/model_source.ts";
import { DEFAULT_CONVENTION, settleConvention } from "@/lib/lm/loss/text/convention.ts";
import { planPasses, type ScoringPass } from "@/lib/lm/loss/text/passes.ts";
import { wordSurprisal } from "@/lib/lm/loss/text/word_surprisal.ts";

/** A word under a model. JSON only. */
interface MeasuredWord {
  /** Of the sentence, from 1. */
  readonly item: number;
  /** From 1, in its sentence. */
  readonly position: number;
  readonly word: string;
  /** Which marked region it reaches into, from 1; null for none. */
  readonly region: number | null;
  readonly tokens: number;
  /** Null where one of its tokens has no context. */
  readonly bits: number | null;
  /** With the correction; null also where the model's tokens carry no space. */
  readonly corrected: number | null;
}

/** All words under a model. */
export interface MeasuredWords {
  readonly source: string;
  readonly words: readonly MeasuredWord[];
}

/** Rows that are asked for at a time. */
const ROWS = 32;

/** Measures sentences. `onProgress` hears the share that is done. */
export async function measureWords(
  model: LanguageModel,
  items: readonly StudyItem[],
  { signal, onProgress }: {
    readonly signal?: AbortSignal | undefined;
    readonly onProgress?: (done: number) => void;
  } = {},
): Promise<MeasuredWords> {
  const starts = tokensThatStart(model);
  const words: MeasuredWord[] = [];
  for (const [index, item] of items.entries()) {
    words.push(...await measureItem(model, item, index + 1, starts, signal));
    onProgress?.((index + 1) / items.length);
  }
  return { source: modelSource(model), words };
}

/** Tokens that end a word: those that begin with white space, and the end of a text. */
function tokensThatStart({ vocabulary, endTokens }: LanguageModel): Uint8Array | null {
  const starts = new Uint8Array(vocabulary.size);
  let spaces = 0;
  for (let id = 0; id < vocabulary.size; id++) {
    const first = vocabulary.bytes(id)[0];
    if (first === 0x20 || first !== undefined && first >= 0x09 && first <= 0x0d) spaces += starts[id] = 1;
  }
  if (spaces === 0) return null;
  for (const id of endTokens) starts[id] = 1;
  return starts;
}

/** What is kept of the distribution in front of a token, in nats. */
interface Place {
  readonly logProbability: number;
  /** Of all tokens that end a word together. */
  readonly logEnds: number;
}

async function measureItem(
  model: LanguageModel,
  { text, regions }: StudyItem,
  item: number,
  starts: Uint8Array | null,
  signal: AbortSignal | undefined,
): Promise<MeasuredWord[]> {
  const ids = await model.encode(text);
  const passes = planPasses(ids, settleConvention(model, DEFAULT_CONVENTION));
  const places = await readPlaces(model, passes, { ids, starts, signal });
  const tokens = ids.map((id, index) => ({
    id,
    bytes: Array.from(model.vocabulary.bytes(id)),
    score: places[index] ? { ...places[index], rank: 0, entropyNats: 0, top: [] } : null,
  }));
  let first = 0;
  let at = 0;
  return wordSurprisal(text, tokens).map(({ word, position, tokens, bits }) => {
    const begins = text.indexOf(word, at);
    at = begins + word.length;
    const [before, behind] = [places[first], places[first + tokens]];
    const hasSpace = starts !== null && tokens > 0 && starts[ids[first]!] === 1;
    first += tokens;
    const region = regions.findIndex(([start, end]) => begins < end && at > start);
    const corrected = starts === null || bits === null || behind === undefined || behind === null
      ? null
      : bits + ((hasSpace ? before!.logEnds : 0) - behind.logEnds) / Math.LN2;
    return { item, position, word, region: region < 0 ? null : region + 1, tokens, bits, corrected };
  });
}

interface Reading {
  readonly ids: readonly TokenId[];
  readonly starts: Uint8Array | null;
  readonly signal: AbortSignal | undefined;
}

/** The place in front of each token, and one more behind the last. */
async function readPlaces(
  model: LanguageModel,
  passes: readonly ScoringPass[],
  { ids, starts, signal }: Reading,
): Promise<(Place | null)[]> {
  const places = new Array<Place | null>(ids.length + 1).fill(null);
  for (const [index, { tokens, from, first }] of passes.entries()) {
    // The last pass also says what comes behind the text, where the model has room for its last token.
    const isLast = index === passes.length - 1 && tokens.length <= model.contextLength;
    const end = tokens.length + (isLast ? 1 : 0);
    for (let at = from; at < end; at += ROWS) {
      const to = Math.min(at + ROWS, end);
      const rows = await model.logits(tokens.slice(0, to - 1), { rows: to - at, signal });
      rows.forEach((row, offset) =>
        places[first + at - from + offset] = placeOf(row, ids[first + at - from + offset], starts)
      );
    }
  }
  return places;
}

function placeOf(logits: Float32Array, token: TokenId | undefined, starts: Uint8Array | null): Place {
  const { logNormalizer } = rowStatistics(logits);
  let ends = 0;
  starts?.forEach((isEnd, id) => ends += isEnd * Math.exp(logits[id]! - logNormalizer));
  return {
    logProbability: token === undefined ? 0 : Math.min(0, logits[token]! - logNormalizer),
    logEnds: Math.log(ends),
  };
}
