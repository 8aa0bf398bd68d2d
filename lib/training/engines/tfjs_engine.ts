/**
 * The engine on @tensorflow/tfjs: the same two passes as lib/training/network/passes.ts, written with its operations.
 *
 * The backward pass is written out rather than left to tfjs: its WASM backend lacks the gradient of `gather`
 * (UnsortedSegmentSum), and multiplies fast only where neither matrix is given as transposed.
 *
 * @module
 */
import {
  keep,
  memory,
  square,
  stack,
  sum,
  type Tensor,
  tensor,
  tensor1d,
  tensor2d,
  tidy,
  transpose,
} from "@tensorflow/tfjs-core";
import type { EngineSpec, EngineState, StepResult, TrainingEngine } from "@/lib/training/engines/engine.ts";
import type { Batch } from "@/lib/training/network/batch.ts";
import type { ExampleSet } from "@/lib/training/network/batch.ts";
import {
  learnedParameters,
  type NetworkShape,
  type NetworkWeights,
  type ParameterName,
  PARAMETERS,
  parameterShapes,
} from "@/lib/training/network/network.ts";
import { MOMENTS } from "@/lib/training/network/optimizer.ts";
import { zeroMoments } from "@/lib/training/engines/plain_engine.ts";
import {
  type GpuBatch,
  tfjsGradients,
  tfjsLoss,
  type TfjsWeights,
} from "@/lib/training/engines/tfjs_passes.ts";
import { tfjsUpdate } from "@/lib/training/engines/tfjs_update.ts";

/** The backends of tfjs that the lab tries. */
export type TfjsBackend = "cpu" | "wasm" | "webgpu";

/** Makes an engine on tfjs's current backend, which the caller has set. */
export function createTfjsEngine(spec: EngineSpec, backend: TfjsBackend): TrainingEngine {
  return new TfjsEngine(spec, backend);
}

class TfjsEngine implements TrainingEngine {
  readonly #shape: NetworkShape;
  readonly #spec: EngineSpec;
  readonly #learned: readonly ParameterName[];
  #weights: Partial<Record<ParameterName, Tensor>> = {};
  #moments: Partial<Record<ParameterName, Tensor[]>> = {};
  #updates = 0;

  constructor(spec: EngineSpec, readonly backend: TfjsBackend) {
    this.#spec = spec;
    this.#shape = spec.shape;
    this.#learned = learnedParameters(spec.shape);
    const moments = zeroMoments(spec.weights, this.#learned, MOMENTS[spec.optimizer]);
    this.restore({ weights: spec.weights, moments, updates: 0 });
  }

  async step(
    batch: Batch,
    options: { readonly rate: number; readonly norms?: boolean },
  ): Promise<StepResult> {
    this.#updates++;
    const [loss, norms] = tidy(() => this.#update(batch, options.rate, options.norms ?? false));
    const value = (await read(loss!))[0]!;
    if (!norms) return { loss: value, gradientNorms: null };
    const lengths = await read(norms);
    const gradientNorms = Object.fromEntries(this.#learned.map((name, i) => [name, Math.sqrt(lengths[i]!)]));
    return { loss: value, gradientNorms };
  }

  async loss(examples: ExampleSet): Promise<number> {
    const loss = tidy(() => tfjsLoss(this.#shape, this.#tensors(), this.#upload(examples)));
    return (await read(loss))[0]!;
  }

  async weights(): Promise<NetworkWeights> {
    const weights: Partial<Record<ParameterName, Float32Array<ArrayBuffer>>> = {};
    for (const name of this.#learned) weights[name] = await this.#download(name, this.#weights[name]!);
    if (this.#shape.tied) weights.outputWeight = weights.embedding!;
    return weights as NetworkWeights;
  }

  async save(): Promise<EngineState> {
    const moments: Partial<Record<ParameterName, Float32Array<ArrayBuffer>[]>> = {};
    for (const name of this.#learned) {
      moments[name] = await Promise.all(this.#moments[name]!.map((each) => this.#download(name, each)));
    }
    return { weights: await this.weights(), moments, updates: this.#updates };
  }

  restore({ weights, moments, updates }: EngineState): void {
    this.#release();
    this.#updates = updates;
    for (const name of this.#learned) {
      this.#weights[name] = this.#toTensor(name, weights[name]);
      this.#moments[name] = (moments[name] ?? []).map((values) => this.#toTensor(name, values));
    }
  }

  memory(): { readonly tensors: number; readonly bytes: number } {
    const { numTensors, numBytes } = memory();
    return { tensors: numTensors, bytes: numBytes };
  }

  dispose(): void {
    this.#release();
  }

  /** Replaces weights and moments; inside a tidy that frees everything else. */
  #update(batch: Batch, rate: number, norms: boolean): Tensor[] {
    const { loss, gradients } = tfjsGradients(this.#shape, this.#tensors(), this.#upload(batch));
    for (const name of this.#learned) {
      const before = { weights: this.#weights[name]!, moments: this.#moments[name]! };
      const after = tfjsUpdate(before, gradients[name]!, {
        optimizer: this.#spec.optimizer,
        rate,
        update: this.#updates,
      });
      this.#weights[name] = keep(after.weights);
      this.#moments[name] = after.moments.map((tensor) => keep(tensor));
      for (const tensor of [before.weights, ...before.moments]) tensor.dispose();
    }
    const lengths = () => stack(this.#learned.map((name) => sum(square(gradients[name]!))));
    return norms ? [loss, lengths()] : [loss];
  }

  #tensors(): TfjsWeights {
    return this.#weights as unknown as TfjsWeights;
  }

  #upload({ contexts, targets, keep: factors }: Batch): GpuBatch {
    const { hidden } = this.#shape;
    return {
      contexts: tensor1d(contexts, "int32"),
      targets: tensor1d(targets, "int32"),
      keep: factors ? tensor2d(factors, [targets.length, hidden]) : null,
    };
  }

  /** The two layers' weights are held transposed, inputs × outputs, as the forward pass multiplies them. */
  #toTensor(name: ParameterName, values: Float32Array): Tensor {
    const dimensions = parameterShapes(this.#shape)[name];
    return tidy(() => {
      const stored = tensor(Float32Array.from(values), [...dimensions]);
      return isTransposed(name) ? transpose(stored) : stored;
    });
  }

  async #download(name: ParameterName, stored: Tensor): Promise<Float32Array<ArrayBuffer>> {
    const values = await stored.data();
    const [rows = 1, columns = 1] = parameterShapes(this.#shape)[name];
    if (!isTransposed(name)) return Float32Array.from(values);
    const result = new Float32Array(values.length);
    for (let column = 0, i = 0; column < columns; column++) {
      for (let row = 0; row < rows; row++) result[row * columns + column] = values[i++]!;
    }
    return result;
  }

  #release(): void {
    for (const name of PARAMETERS) {
      this.#weights[name]?.dispose();
      for (const tensor of this.#moments[name] ?? []) tensor.dispose();
    }
    this.#weights = {};
    this.#moments = {};
  }
}

function isTransposed(name: ParameterName): boolean {
  return name === "hiddenWeight" || name === "outputWeight";
}

/** Reads a tensor that nothing else needs. */
async function read(value: Tensor): Promise<ArrayLike<number>> {
  try {
    return await value.data();
  } finally {
    value.dispose();
  }
}
