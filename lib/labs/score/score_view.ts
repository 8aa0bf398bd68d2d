/**
 * Everything that /score shows of a scored text, computed from it.
 *
 * @module
 */
import type { Tint } from "@/lib/experiment/fields/score_fields.ts";
import { natsToBits } from "@/lib/lm/loss/nats_to_bits.ts";
import type { DocumentToken, ScoredDocument, TokenScore } from "@/lib/lm/loss/text/score_document.ts";
import { type TextTotals, textTotals } from "@/lib/lm/loss/text/totals.ts";

/** How much a token stands out, 0 to 4; null where it is not scored. */
export type Level = 0 | 1 | 2 | 3 | 4;

/** A token as the running text shows it. */
export interface RunningToken {
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
  readonly tokens: readonly RunningToken[];
  /** Index of the most surprising token; null where none is scored. */
  readonly peak: number | null;
  /** Bits of each token along the text, or their means over so many tokens where there are many. */
  readonly curve: readonly (readonly [position: number, bits: number])[];
  readonly tokensPerPoint: number;
}

/** Points of the curve at most. */
const MOST_POINTS = 400;

/** Levels begin at these bits, and at these ranks. */
const BITS = [1, 4, 8, 12] as const;
const RANKS = [2, 6, 21, 201] as const;

/** Computes the page. */
export function scoreView({ text, tokens }: ScoredDocument, tint: Tint): ScoreView {
  let bitsSoFar = 0;
  let peak: number | null = null;
  const running = tokens.map((token, index): RunningToken => {
    const { score } = token;
    const bits = score === null ? null : bitsOf(score);
    bitsSoFar += bits ?? 0;
    if (bits !== null && (peak === null || bits > bitsOf(tokens[peak]!.score!))) peak = index;
    return {
      id: token.id,
      bytes: token.bytes,
      bits,
      rank: score?.rank ?? null,
      bitsSoFar,
      level: levelOf(score, tint),
    };
  });
  const tokensPerPoint = Math.max(1, Math.ceil(tokens.length / MOST_POINTS));
  return {
    totals: textTotals(text, tokens),
    tokens: running,
    peak,
    curve: curveOf(running, tokensPerPoint),
    tokensPerPoint,
  };
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

function curveOf(tokens: readonly RunningToken[], each: number): [number, number][] {
  const points: [number, number][] = [];
  for (let start = 0; start < tokens.length; start += each) {
    const bits = tokens.slice(start, start + each).flatMap(({ bits }) => bits === null ? [] : [bits]);
    if (bits.length > 0) points.push([start + 1, bits.reduce((sum, value) => sum + value, 0) / bits.length]);
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
