import { add, div, mul, scalar, sqrt, square, sub, type Tensor } from "@tensorflow/tfjs-core";
import {
  adamScalars,
  BETA1,
  BETA2,
  EPSILON,
  MOMENTUM,
  type UpdateOptions,
  WEIGHT_DECAY,
} from "@/lib/training/network/optimizer.ts";

/** A parameter and what its optimizer remembers of it. */
interface TfjsParameter {
  readonly weights: Tensor;
  readonly moments: readonly Tensor[];
}

/** A parameter after one update; see lib/training/network/optimizer.ts. Called inside a `tidy`. */
export function tfjsUpdate(
  { weights, moments }: TfjsParameter,
  gradient: Tensor,
  options: UpdateOptions,
): TfjsParameter {
  const { optimizer, rate } = options;
  if (optimizer === "sgd") return { weights: sub(weights, mul(gradient, scalar(rate))), moments: [] };
  if (optimizer === "momentum") {
    const velocity = add(mul(moments[0]!, scalar(MOMENTUM)), gradient);
    return { weights: sub(weights, mul(velocity, scalar(rate))), moments: [velocity] };
  }
  const decayed = optimizer === "adamw" ? mul(weights, scalar(1 - rate * WEIGHT_DECAY)) : weights;
  return adam(decayed, moments, gradient, options);
}

function adam(
  weights: Tensor,
  moments: readonly Tensor[],
  gradient: Tensor,
  options: UpdateOptions,
): TfjsParameter {
  const { stepSize, rootCorrection } = adamScalars(options);
  const m = add(mul(moments[0]!, scalar(BETA1)), mul(gradient, scalar(1 - BETA1)));
  const v = add(mul(moments[1]!, scalar(BETA2)), mul(square(gradient), scalar(1 - BETA2)));
  // stepSize · m / (√v / c + ε) with the fraction extended by c: one operation less on every weight.
  const quotient = div(m, add(sqrt(v), scalar(EPSILON * rootCorrection)));
  return { weights: sub(weights, mul(quotient, scalar(stepSize * rootCorrection))), moments: [m, v] };
}
