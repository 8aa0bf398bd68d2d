/**
 * Everything that /score shows of a scored text, computed from it.
 *
 * @module
 */
import type { Tint } from "@/lib/experiment/fields/score_fields.ts";
import { natsToBits } from "@/lib/lm/loss/nats_to_bits.ts";
import type { DocumentToken, ScoredDocument, TokenScore } from "@/lib/lm/loss/text/score_document.ts";
import { type PerDocument, perDocument } from "@/lib/lm/loss/text/per_document.ts";
import { type TextTotals, textTotals } from "@/lib/lm/loss/text/totals.ts";

/** How much a token stands out, 0 to 4; null where it is not scored. */
export type Level = 0 | 1 | 2 | 3 | 4;

/** A token as the running text shows it. */
interface RunningToken {
  readonly id: number;
  readonly bytes: readonly number[];
  /** -log2 of its probability; null where it is not scored. */
  readonly bits: number | null;
  readonly rank: number | null;
  /** Bits of the text up to and with this token. */
  readonly bitsSoFar: number;
  readonly level: Level | null;
}

/** What the page shows. */
export interface ScoreView {
  readonly totals: TextTotals;
  readonly documents: PerDocument;
  /** Tokens of the text. */
  readonly length: number;
  /** The tokens from one index to before another: a page of a long text is all that is ever drawn. */
  tokens(start: number, end: number): RunningToken[];
  /** Index of the most surprising token; null where none is scored. */
  readonly peak: number | null;
  /** Bits of each token along the text, or means over several tokens where there are many. */
  readonly curve: readonly (readonly [position: number, bits: number])[];
  readonly tokensPerPoint: number;
}

/** Points of the curve at most. */
const MAX_POINTS = 400;

/** Levels begin at these bits, and at these ranks. */
const BITS = [1, 4, 8, 12] as const;
const RANKS = [2, 6, 21, 201] as const;

/** Views that were computed, so that one that is needed soon can be computed ahead. */
const known = new WeakMap<ScoredDocument, Map<Tint, ScoreView>>();

/** The page of a scored text, computed once. */
export function keptView(document: ScoredDocument, tint: Tint): ScoreView {
  const views = known.get(document) ?? new Map<Tint, ScoreView>();
  known.set(document, views);
  const view = views.get(tint) ?? scoreView(document, tint);
  views.set(tint, view);
  return view;
}

/** Computes the page. */
export function scoreView({ text, tokens }: ScoredDocument, tint: Tint): ScoreView {
  const bits = new Float64Array(tokens.length);
  tokens.forEach(({ score }, index) => bits[index] = score === null ? NaN : bitsOf(score));
  const bitsSoFar = runningSum(bits);
  const tokensPerPoint = Math.max(1, Math.ceil(tokens.length / MAX_POINTS));
  return {
    totals: textTotals(text, tokens),
    documents: perDocument(text, tokens),
    length: tokens.length,
    tokens: (start, end) =>
      tokens.slice(start, end).map(({ id, bytes, score }, offset) => ({
        id,
        bytes,
        bits: score && bitsOf(score),
        rank: score?.rank ?? null,
        bitsSoFar: bitsSoFar[start + offset]!,
        level: levelOf(score, tint),
      })),
    peak: largestOf(bits),
    curve: curveOf(bits, tokensPerPoint),
    tokensPerPoint,
  };
}

function runningSum(bits: Float64Array): Float64Array {
  let sum = 0;
  return bits.map((value) => sum += Number.isNaN(value) ? 0 : value);
}

/** Index of the first largest; null where there is none. */
function largestOf(bits: Float64Array): number | null {
  let most = -1;
  let peak: number | null = null;
  for (let index = 0; index < bits.length; index++) if (bits[index]! > most) most = bits[peak = index]!;
  return peak;
}

/** Surprisal in bits. */
export function bitsOf({ logProbability }: Pick<TokenScore, "logProbability">): number {
  // -0 would be less than no surprise.
  return Math.max(0, natsToBits(-logProbability));
}

function levelOf(score: TokenScore | null, tint: Tint): Level | null {
  if (score === null) return null;
  const value = tint === "rank" ? score.rank : bitsOf(score);
  const above = (tint === "rank" ? RANKS : BITS).filter((least) => value >= least).length;
  return above as Level;
}

function curveOf(bits: Float64Array, each: number): [number, number][] {
  const points: [number, number][] = [];
  for (let start = 0; start < bits.length; start += each) {
    const scored = bits.subarray(start, start + each).filter((value) => !Number.isNaN(value));
    if (scored.length > 0) {
      points.push([
        start + 1,
        scored.reduce((sum, value) => sum + value, 0) / scored.length,
      ]);
    }
  }
  return points;
}

/** The table of scored tokens as CSV. */
export function tokensCsv(tokens: readonly DocumentToken[]): string {
  const rows = tokens.map(({ id, bytes, score }, index) =>
    [
      index + 1,
      id,
      bytes.map((byte) => byte.toString(16).padStart(2, "0")).join(""),
      score?.logProbability ?? "",
      score?.rank ?? "",
      score?.entropyNats ?? "",
    ].join(",")
  );
  return ["position,id,bytes_hex,log_probability_nats,rank,entropy_nats", ...rows].join("\n") + "\n";
}
