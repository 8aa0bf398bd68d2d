/**
 * How gradients move weights: PyTorch's SGD, SGD with momentum, Adam and AdamW with their defaults.
 *
 * @module
 */
import type { OptimizerName, Schedule } from "@/lib/training/training_settings.ts";

/** PyTorch's defaults. */
export const MOMENTUM = 0.9;
export const BETA1 = 0.9;
export const BETA2 = 0.999;
export const EPSILON = 1e-8;
export const WEIGHT_DECAY = 0.01;

/** How many numbers an optimizer remembers for each weight. */
export const MOMENTS: Readonly<Record<OptimizerName, number>> = { sgd: 0, momentum: 1, adam: 2, adamw: 2 };

/** What fixes an update beside weights and gradients. */
export interface UpdateOptions {
  readonly optimizer: OptimizerName;
  readonly rate: number;
  /** Number of the update, from 1. */
  readonly update: number;
}

/** The two scalars of Adam's update (Kingma and Ba 2015), with PyTorch's order of operations. */
export function adamScalars({ rate, update }: UpdateOptions): {
  readonly stepSize: number;
  readonly rootCorrection: number;
} {
  return {
    stepSize: rate / (1 - BETA1 ** update),
    rootCorrection: Math.sqrt(1 - BETA2 ** update),
  };
}

/** Moves weights in place; `moments` are as many arrays as {@linkcode MOMENTS} says, zeros before the first update. */
export function updateInPlace(
  weights: Float32Array,
  gradient: Float32Array,
  moments: readonly Float32Array[],
  options: UpdateOptions,
): void {
  const { optimizer, rate } = options;
  if (optimizer === "sgd") {
    for (let i = 0; i < weights.length; i++) weights[i]! -= rate * gradient[i]!;
  } else if (optimizer === "momentum") {
    momentumUpdate(weights, gradient, moments[0]!, rate);
  } else {
    if (optimizer === "adamw") decay(weights, rate);
    adamUpdate(weights, gradient, moments, options);
  }
}

function momentumUpdate(weights: Float32Array, gradient: Float32Array, velocity: Float32Array, rate: number) {
  for (let i = 0; i < weights.length; i++) {
    velocity[i] = MOMENTUM * velocity[i]! + gradient[i]!;
    weights[i]! -= rate * velocity[i]!;
  }
}

function decay(weights: Float32Array, rate: number): void {
  for (let i = 0; i < weights.length; i++) weights[i]! *= 1 - rate * WEIGHT_DECAY;
}

function adamUpdate(
  weights: Float32Array,
  gradient: Float32Array,
  [mean, square]: readonly Float32Array[],
  options: UpdateOptions,
): void {
  const { stepSize, rootCorrection } = adamScalars(options);
  for (let i = 0; i < weights.length; i++) {
    const slope = gradient[i]!;
    const m = mean![i] = BETA1 * mean![i]! + (1 - BETA1) * slope;
    const v = square![i] = BETA2 * square![i]! + (1 - BETA2) * slope * slope;
    weights[i]! -= stepSize * m / (Math.sqrt(v) / rootCorrection + EPSILON);
  }
}

/** The learning rate of a step, from 0: constant, falling to 0 in a line, or along half a cosine. */
export function scheduledRate(schedule: Schedule, rate: number, step: number, steps: number): number {
  const done = steps > 0 ? Math.min(1, step / steps) : 0;
  if (schedule === "linear") return rate * (1 - done);
  if (schedule === "cosine") return rate * 0.5 * (1 + Math.cos(Math.PI * done));
  return rate;
}
