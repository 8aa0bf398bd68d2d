import type { EngineSpec, EngineState, TrainingEngine } from "@/lib/training/engines/engine.ts";
import {
  copyWeights,
  learnedParameters,
  type NetworkWeights,
  type ParameterName,
} from "@/lib/training/network/network.ts";
import { MOMENTS, updateInPlace } from "@/lib/training/network/optimizer.ts";
import { backwardPass, forwardPass, type Gradients } from "@/lib/training/network/passes.ts";

type Moments = Readonly<Partial<Record<ParameterName, readonly Float32Array<ArrayBuffer>[]>>>;

/** An engine in plain TypeScript: no library, no download; fine for networks as small as the worked example's. */
export function createPlainEngine({ shape, optimizer, weights: initial }: EngineSpec): TrainingEngine {
  const learned = learnedParameters(shape);
  let weights = copyWeights(initial);
  let moments: Moments = zeroMoments(weights, learned, MOMENTS[optimizer]);
  let updates = 0;
  return {
    backend: "cpu",
    step(batch, { rate, norms = false }) {
      const backward = backwardPass(shape, weights, batch, forwardPass(shape, weights, batch));
      updates++;
      for (const name of learned) {
        updateInPlace(weights[name], backward.weights[name], moments[name] ?? [], {
          optimizer,
          rate,
          update: updates,
        });
      }
      const gradientNorms = norms ? normsOf(backward.weights, learned) : null;
      return Promise.resolve({ loss: backward.loss, gradientNorms });
    },
    loss(examples) {
      const forward = forwardPass(shape, weights, examples);
      return Promise.resolve(backwardPass(shape, weights, examples, forward).loss);
    },
    weights: () => Promise.resolve(copyWeights(weights)),
    save: () => Promise.resolve({ weights: copyWeights(weights), moments: copyMoments(moments), updates }),
    restore(state: EngineState) {
      weights = copyWeights(state.weights);
      moments = copyMoments(state.moments);
      updates = state.updates;
    },
    memory: () => ({ tensors: 0, bytes: 0 }),
    dispose: () => undefined,
  };
}

/** What an optimizer remembers before its first update. */
export function zeroMoments(
  weights: NetworkWeights,
  learned: readonly ParameterName[],
  count: number,
): Moments {
  return Object.fromEntries(
    learned.map((name) => [
      name,
      Array.from({ length: count }, () => new Float32Array(weights[name].length)),
    ]),
  );
}

function copyMoments(moments: Moments): Moments {
  return Object.fromEntries(
    Object.entries(moments).map(([name, arrays]) => [name, arrays.map((array) => array.slice())]),
  );
}

function normsOf(gradients: Gradients, learned: readonly ParameterName[]): Record<string, number> {
  return Object.fromEntries(learned.map((name) => [name, lengthOf(gradients[name])]));
}

function lengthOf(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum);
}
