/**
 * The sampler: an ordered pipeline of stages between a model's logits and the draw.
 *
 * @module
 */
import { checkSampler } from "@/lib/lm/sampler/check_sampler.ts";
import { entropy } from "@/lib/lm/distribution/entropy.ts";
import type { TokenId } from "@/lib/lm/language_model.ts";
import { keepMinP } from "@/lib/lm/sampler/min_p.ts";
import {
  dropsTokens,
  keepLikeliest,
  positionsOf,
  remaining,
  type RemainingTokens,
  spread,
} from "@/lib/lm/sampler/remaining_tokens.ts";
import { penalizeRepetition } from "@/lib/lm/sampler/repetition_penalty.ts";
import type { SamplerSettings, StageName } from "@/lib/lm/sampler/settings.ts";
import { runOrder } from "@/lib/lm/sampler/stages.ts";
import { softmax } from "@/lib/lm/distribution/softmax.ts";
import { applyTemperature } from "@/lib/lm/sampler/temperature.ts";
import { keepTopK } from "@/lib/lm/sampler/top_k.ts";
import { keepTopP } from "@/lib/lm/sampler/top_p.ts";
import { keepTypical } from "@/lib/lm/sampler/typical_p.ts";

/** What one stage of the sampler left. */
export interface ShapedStage {
  readonly name: StageName;
  /** Whether the stage's setting does anything; a stage that is off passes on what it was given. */
  readonly active: boolean;
  /** Ids of the tokens that can still be drawn, ascending. */
  readonly kept: Uint32Array;
  readonly keptCount: number;
  /** Share of the distribution entering the stage that its kept tokens hold; 1 where it drops none. */
  readonly mass: number;
  /** The distribution after the stage, over the whole vocabulary: 0 where a token is dropped. */
  readonly probabilities: Float64Array;
  /** Entropy after the stage, in nats. */
  readonly entropyNats: number;
}

/** A distribution shaped by a sampler, stage by stage. */
export interface ShapedDistribution {
  /** One entry for each stage that runs, in their order. */
  readonly stages: readonly ShapedStage[];
  /** The distribution after the last stage. */
  readonly probabilities: Float64Array;
}

/** What each stage does to the logits; null where its setting switches it off. */
const RUNS: Record<
  StageName,
  (
    settings: SamplerSettings,
    context: readonly TokenId[],
  ) => ((logits: ArrayLike<number>) => Float64Array) | null
> = {
  repetition_penalty: ({ repetition_penalty: penalty }, context) =>
    penalty === 1 ? null : (logits) => penalizeRepetition(logits, penalty, context),
  temperature: ({ temperature }) =>
    temperature === 1 ? null : (logits) => applyTemperature(logits, temperature),
  top_k: ({ top_k }) => top_k === 0 ? null : (logits) => keepTopK(logits, top_k),
  top_p: ({ top_p }) => top_p === 1 ? null : (logits) => keepTopP(logits, top_p),
  min_p: ({ min_p }) => min_p === 0 ? null : (logits) => keepMinP(logits, min_p),
  typical_p: ({ typical_p }) => typical_p === 1 ? null : (logits) => keepTypical(logits, typical_p),
};

/**
 * Runs the sampler's stages in their order and keeps what each one left.
 *
 * @param logits The model's logits, one per token of the vocabulary.
 * @param context The tokens so far, prompt included: what the repetition penalty looks at.
 * @param probabilities Softmax of the logits, where it is known already.
 * @throws {RangeError} If a setting is out of its range, or the logits have no softmax.
 */
export function shape(
  logits: ArrayLike<number>,
  settings: SamplerSettings,
  context: readonly TokenId[] = [],
  probabilities: Float64Array = softmax(logits),
): ShapedDistribution {
  checkSampler(settings);
  let before: StageState = { logits, probabilities, kept: null };
  const stages = runOrder(settings).map((name) => {
    const run = RUNS[name](settings, context);
    const after = run === null ? before : stateOf(run(before.logits));
    const stage = shapedStage(name, run !== null, before, after);
    before = after;
    return stage;
  });
  return { stages, probabilities: before.probabilities };
}

/**
 * The distribution after the last stage, without what each stage left: what the decode loop needs. A stage that
 * drops tokens leaves few, and the stages behind it work on those alone; the result is that of {@linkcode shape}.
 *
 * @throws {RangeError} If a setting is out of its range, or the logits have no softmax.
 */
export function shapedProbabilities(
  logits: ArrayLike<number>,
  settings: SamplerSettings,
  context: readonly TokenId[] = [],
): Float64Array {
  const { ids, scores } = drawableTokens(logits, settings, context);
  return spread(scores, ids, logits.length);
}

/**
 * {@linkcode shapedProbabilities} of the tokens that can still be drawn, without the zeros of the others.
 *
 * @param best The likeliest tokens, likeliest first, as many as are known.
 * @throws {RangeError} If a setting is out of its range, or the logits have no softmax.
 */
export function drawableTokens(
  logits: ArrayLike<number>,
  settings: SamplerSettings,
  context: readonly TokenId[] = [],
  best: readonly TokenId[] = [],
): RemainingTokens<Float64Array> {
  checkSampler(settings);
  let left: RemainingTokens = { ids: null, scores: logits };
  for (const name of quickOrder(logits, settings)) {
    const isWhole = left.ids === null && left.scores === logits;
    left = runStage(name, left, settings, context, isWhole ? best : []);
  }
  return { ids: left.ids, scores: softmax(left.scores) };
}

function runStage(
  name: StageName,
  left: RemainingTokens,
  settings: SamplerSettings,
  context: readonly TokenId[],
  best: readonly TokenId[],
): RemainingTokens {
  if (name === "top_k") return settings.top_k === 0 ? left : keepLikeliest(left, settings.top_k, best);
  const run = RUNS[name](settings, name === "repetition_penalty" ? positionsOf(context, left.ids) : []);
  if (run === null) return left;
  return dropsTokens(name)
    ? remaining(run(left.scores), left.ids)
    : { ids: left.ids, scores: run(left.scores) };
}

/** The stages with top-k before the temperature it follows: a division leaves float32 logits in their order. */
function quickOrder(
  logits: ArrayLike<number>,
  settings: SamplerSettings,
): readonly StageName[] {
  const { temperature, top_k, repetition_penalty } = settings;
  const stages = runOrder(settings);
  const at = stages.indexOf("temperature");
  const swaps = logits instanceof Float32Array && repetition_penalty === 1 && top_k > 0 &&
    stages[at + 1] === "top_k" && temperature > 1e-3 && temperature < 1e3;
  return swaps && at >= 0
    ? [...stages.slice(0, at), "top_k", "temperature", ...stages.slice(at + 2)]
    : stages;
}

/** Whether the settings leave every distribution as it is. */
export function isNeutral(settings: SamplerSettings): boolean {
  return runOrder(settings).every((name) => RUNS[name](settings, []) === null);
}

/** What passes from stage to stage: logits and their softmax, which are the same two arrays until a stage acts. */
interface StageState {
  readonly logits: ArrayLike<number>;
  readonly probabilities: Float64Array;
  kept: Uint32Array | null;
}

function stateOf(logits: Float64Array): StageState {
  return { logits, probabilities: softmax(logits), kept: null };
}

function keptTokens(state: StageState): Uint32Array {
  return state.kept ??= indicesOf(state.logits, countKept(state));
}

/** Ids whose logit is not -Infinity, ascending. */
function indicesOf(logits: ArrayLike<number>, count: number): Uint32Array {
  const kept = new Uint32Array(count);
  let next = 0;
  for (let id = 0; next < count; id++) if (logits[id]! > -Infinity) kept[next++] = id;
  return kept;
}

/** Kept ids and entropy are computed when they are looked at: a slider is moved more often than they are read. */
function shapedStage(name: StageName, active: boolean, before: StageState, after: StageState): ShapedStage {
  const [countBefore, keptCount] = before === after
    ? [0, countKept(after)]
    : [countKept(before), countKept(after)];
  const dropsNone = before === after || countBefore === keptCount;
  let entropyNats: number | null = null;
  return {
    name,
    active,
    keptCount,
    mass: dropsNone ? 1 : massOf(before.probabilities, after.logits),
    probabilities: after.probabilities,
    get kept() {
      return keptTokens(after);
    },
    get entropyNats() {
      return entropyNats ??= entropy(after.probabilities);
    },
  };
}

function countKept(state: StageState): number {
  let count = 0;
  for (let id = 0; id < state.logits.length; id++) if (state.logits[id]! > -Infinity) count++;
  return count;
}

/** Sum of the probabilities of the tokens whose logit is not -Infinity. */
function massOf(probabilities: Float64Array, logits: ArrayLike<number>): number {
  let mass = 0;
  for (let id = 0; id < logits.length; id++) if (logits[id]! > -Infinity) mass += probabilities[id]!;
  return Math.min(1, mass);
}
