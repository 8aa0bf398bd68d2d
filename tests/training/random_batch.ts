import type { Batch } from "@/lib/training/network/batch.ts";
import type { NetworkShape } from "@/lib/training/network/network.ts";
import { TorchGenerator } from "@/lib/training/network/torch_generator.ts";

/** A batch of random examples; the same for the same seed. */
export function randomBatch(shape: NetworkShape, rows: number, seed: number, dropout = 0): Batch {
  const generator = new TorchGenerator(seed);
  const ids = (count: number) => Int32Array.from(generator.uniform(count, 0, shape.vocabulary), Math.floor);
  const batch = { contexts: ids(rows * shape.context), targets: ids(rows) };
  if (dropout === 0) return batch;
  const chances = generator.uniform(rows * shape.hidden, 0, 1);
  return { ...batch, keep: chances.map((chance) => chance < dropout ? 0 : 1 / (1 - dropout)) };
}
