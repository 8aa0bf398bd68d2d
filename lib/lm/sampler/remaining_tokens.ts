/**
 * The tokens that a stage of the sampler left, without those it dropped.
 *
 * @module
 */
import type { TokenId } from "@/lib/lm/language_model.ts";
import type { StageName } from "@/lib/lm/sampler/settings.ts";
import { topTokens } from "@/lib/lm/distribution/top_tokens.ts";

/** Scores of the tokens that can still be drawn. */
export interface RemainingTokens<Scores extends ArrayLike<number> = ArrayLike<number>> {
  /** Their ids, ascending; null for the whole vocabulary. */
  readonly ids: Uint32Array | null;
  readonly scores: Scores;
}

/** Whether a stage may drop tokens. */
export function dropsTokens(stage: StageName): boolean {
  return stage !== "repetition_penalty" && stage !== "temperature";
}

/**
 * The `k` tokens with the highest scores; of equals the lower ids.
 *
 * @param best The positions of the highest scores, highest first, as many as are known.
 */
export function keepLikeliest(
  left: RemainingTokens,
  k: number,
  best: readonly number[] = [],
): RemainingTokens {
  if (k >= left.scores.length) return left;
  const positions = Uint32Array.from(best.length >= k ? best.slice(0, k) : topTokens(left.scores, k)).sort();
  return {
    ids: left.ids === null ? positions : positions.map((position) => left.ids![position]!),
    scores: Float64Array.from(positions, (position) => left.scores[position]!),
  };
}

/** What a stage left of `ids`: those whose score is above -Infinity. */
export function remaining(scores: ArrayLike<number>, ids: Uint32Array | null): RemainingTokens {
  let count = 0;
  for (let position = 0; position < scores.length; position++) if (scores[position]! > -Infinity) count++;
  if (count === scores.length) return { ids, scores };
  const left = { ids: new Uint32Array(count), scores: new Float64Array(count) };
  let next = 0;
  for (let position = 0; position < scores.length; position++) {
    if (!(scores[position]! > -Infinity)) continue;
    left.ids[next] = ids === null ? position : ids[position]!;
    left.scores[next++] = scores[position]!;
  }
  return left;
}

/** Where tokens stand among `ids`; those that do not are left out. */
export function positionsOf(tokens: readonly TokenId[], ids: Uint32Array | null): readonly number[] {
  if (ids === null) return tokens;
  const wanted = new Set(tokens);
  const positions: number[] = [];
  ids.forEach((id, position) => wanted.has(id) && positions.push(position));
  return positions;
}

/** Spreads values of the tokens `ids` over a vocabulary of `size` tokens, 0 elsewhere. */
export function spread(values: Float64Array, ids: Uint32Array | null, size: number): Float64Array {
  if (ids === null) return values;
  const all = new Float64Array(size);
  ids.forEach((id, position) => all[id] = values[position]!);
  return all;
}
