/**
 * Two sides of /compare: both distributions, what lies between them, and both going on by themselves.
 *
 * @module
 */
import { compareRows, type RowDifference } from "@/lib/lm/distribution/compare_rows.ts";
import { type KldPosition, type KldStatistics, kldStatistics } from "@/lib/lm/distribution/kld_statistics.ts";
import { rankOf } from "@/lib/lm/distribution/rank_of.ts";
import { topTokens } from "@/lib/lm/distribution/top_tokens.ts";
import { generate } from "@/lib/lm/generation/generate.ts";
import type { LanguageModel, TokenId } from "@/lib/lm/language_model.ts";
import { modelSource } from "@/lib/lm/model_source.ts";
import { scoreDocument } from "@/lib/lm/loss/text/score_document.ts";
import { textTotals } from "@/lib/lm/loss/text/totals.ts";
import { sameVocabulary } from "@/lib/lm/same_vocabulary.ts";
import { rawDistribution } from "@/lib/lm/sampler/distribution.ts";
import { DEFAULT_SAMPLER } from "@/lib/lm/sampler/settings.ts";

/** A token with its bytes. */
interface PlainToken {
  readonly id: TokenId;
  readonly bytes: readonly number[];
}

/** A next token under both sides. */
interface ComparedToken extends PlainToken {
  /** Probability on each side; null on the side whose vocabulary has no such token. */
  readonly first: number | null;
  readonly second: number | null;
}

/** One side's own figures. */
export interface Side {
  readonly source: string;
  readonly text: string;
  readonly bitsPerByte: number | null;
  /** What it goes on with, each the likeliest. */
  readonly continuation: readonly PlainToken[];
}

/** A position of one text under both models. */
interface AlongToken extends PlainToken {
  readonly firstLogProbability: number;
  readonly secondLogProbability: number;
}

/** What /compare shows. JSON only. */
export interface Comparison {
  readonly first: Side;
  readonly second: Side;
  /** Whether both count the same tokens; only then can distributions be compared. */
  readonly isSameVocabulary: boolean;
  /** Null where the vocabularies differ. */
  readonly difference: RowDifference | null;
  readonly tokens: readonly ComparedToken[];
  /** Index of the first token in which the continuations differ; null for none. */
  readonly divergesAt: number | null;
  /** The text under both models, where it is one text and two models. */
  readonly along: readonly AlongToken[];
  readonly statistics: KldStatistics | null;
}

/** One side: a text and who reads it. */
interface SideInput {
  readonly model: LanguageModel;
  readonly text: string;
}

/** How much of each is shown. */
interface CompareLimits {
  /** Tokens that each side goes on with. */
  readonly steps: number;
  /** Positions of one text that are compared. */
  readonly positions: number;
  readonly signal?: AbortSignal | undefined;
  /** Awaited between positions of one text, so that a page can do other things. Default: none is made. */
  readonly pause?: () => Promise<void>;
}

const ROWS = 8;

/** Positions whose rows are held at a time: one of a large vocabulary has 200 kB. */
const POSITIONS_HELD = 32;
/** Positions between two pauses: one of a large vocabulary takes some milliseconds. */
const POSITIONS_AT_ONCE = 4;

/** Compares two sides. @throws {RangeError} If a text is too long for its model. */
export async function compareSides(
  first: SideInput,
  second: SideInput,
  limits: CompareLimits,
): Promise<Comparison> {
  const isSameVocabulary = sameVocabulary(first.model.vocabulary, second.model.vocabulary);
  // A side beside itself is read once: two passes differ in their last digits.
  const isOneSide = first.text === second.text && first.model === second.model;
  const [row, side] = [await nextOf(first, limits), await sideOf(first, limits)];
  const rows = [row, isOneSide ? row : await nextOf(second, limits)] as const;
  const sides = [side, isOneSide ? side : await sideOf(second, limits)] as const;
  const isOneText = first.text === second.text && first.model !== second.model && isSameVocabulary;
  const { along, statistics } = isOneText
    ? await alongText(first, second, limits)
    : { along: [], statistics: null };
  return {
    first: sides[0],
    second: sides[1],
    isSameVocabulary,
    difference: isSameVocabulary ? compareRows(rows[0].probabilities, rows[1].probabilities) : null,
    tokens: isSameVocabulary
      ? together(first.model, rows[0].probabilities, rows[1].probabilities)
      : apart([first.model, rows[0].probabilities], [second.model, rows[1].probabilities]),
    divergesAt: divergence(sides[0].continuation, sides[1].continuation),
    along,
    statistics,
  };
}

async function contextOf({ model, text }: SideInput): Promise<TokenId[]> {
  const begin = model.beginToken === null ? [] : [model.beginToken];
  const tokens = [...begin, ...await model.encode(text)];
  if (tokens.length === 0) throw new RangeError(`${model.id.name} has nothing to read: type a text`);
  if (tokens.length > model.contextLength) {
    throw new RangeError(
      `The text has ${tokens.length} tokens and ${model.id.name} reads ${model.contextLength}: shorten it`,
    );
  }
  return tokens;
}

async function nextOf(side: SideInput, { signal }: CompareLimits) {
  const [row] = await side.model.logits(await contextOf(side), { signal });
  return rawDistribution(row!);
}

async function sideOf(side: SideInput, { steps, signal }: CompareLimits): Promise<Side> {
  const { model, text } = side;
  const scored = await scoreDocument(model, text, { signal });
  const continuation: PlainToken[] = [];
  const prompt = await contextOf(side);
  const options = {
    prompt,
    sampler: DEFAULT_SAMPLER,
    pick: "greedy",
    seed: 0,
    maxTokens: steps,
    top: 1,
    signal,
  } as const;
  for await (const { id } of generate(model, options)) continuation.push(plain(model, id));
  return {
    source: modelSource(model),
    text,
    bitsPerByte: textTotals(text, scored.tokens).bitsPerByte,
    continuation,
  };
}

function plain(model: LanguageModel, id: TokenId): PlainToken {
  return { id, bytes: Array.from(model.vocabulary.bytes(id)) };
}

function together(model: LanguageModel, p: Float64Array, q: Float64Array): ComparedToken[] {
  const ids = new Set([...topTokens(p, ROWS), ...topTokens(q, ROWS)]);
  return [...ids]
    .map((id) => ({ ...plain(model, id), first: p[id]!, second: q[id]! }))
    .sort((a, b) => Math.max(b.first, b.second) - Math.max(a.first, a.second));
}

function apart(
  [a, p]: readonly [LanguageModel, Float64Array],
  [b, q]: readonly [LanguageModel, Float64Array],
): ComparedToken[] {
  return [
    ...topTokens(p, ROWS).map((id) => ({ ...plain(a, id), first: p[id]!, second: null })),
    ...topTokens(q, ROWS).map((id) => ({ ...plain(b, id), first: null, second: q[id]! })),
  ];
}

/** Continuations are compared as text: two tokenizers may cut one text differently. */
function divergence(a: readonly PlainToken[], b: readonly PlainToken[]): number | null {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    if (a[index]!.bytes.join() !== b[index]!.bytes.join()) return index;
  }
  return a.length === b.length ? null : length;
}

async function alongText(first: SideInput, second: SideInput, { positions, signal, pause }: CompareLimits) {
  const tokens = (await contextOf(first)).slice(0, positions + 1);
  const along: AlongToken[] = [];
  const all: KldPosition[] = [];
  for (let start = 1; start < tokens.length; start += POSITIONS_HELD) {
    const targets = tokens.slice(start, start + POSITIONS_HELD);
    const context = tokens.slice(0, start + targets.length - 1);
    const asked = { rows: targets.length, signal };
    const [p, q] = [
      await first.model.logits(context, asked),
      await second.model.logits(context, asked),
    ];
    for (const [index, id] of targets.entries()) {
      if (index % POSITIONS_AT_ONCE === 0) await pause?.();
      const { position, ...figures } = comparedAt(p[index]!, q[index]!, id);
      along.push({ ...plain(first.model, id), ...figures });
      all.push(position);
    }
    signal?.throwIfAborted();
  }
  return { along, statistics: all.length === 0 ? null : kldStatistics(all) };
}

/** One token of a text under both models. */
function comparedAt(p: Float32Array, q: Float32Array, id: TokenId) {
  const [a, b] = [rawDistribution(p), rawDistribution(q)];
  const firstLogProbability = a.logits[id]! - a.logNormalizer;
  const secondLogProbability = b.logits[id]! - b.logNormalizer;
  const position: KldPosition = {
    kld: compareRows(a.probabilities, b.probabilities).klNats,
    baseLogProbability: firstLogProbability,
    logProbability: secondLogProbability,
    isSameTop: rankOf(b.logits, topTokens(a.logits, 1)[0]!) === 1,
  };
  return { position, firstLogProbability, secondLogProbability };
}
