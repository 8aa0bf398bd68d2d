/**
 * A row of logits summed up by the kernel: what its threads found in their pieces, put together.
 *
 * @module
 */
import { type SummarizeRow, summarizeRow } from "@/lib/lm/distribution/row_summary.ts";
import { createGrowingRoom } from "@/lib/transformer/kernel/arranged_vectors.ts";
import { type SummaryJob, summaryPieces } from "@/lib/transformer/kernel/job_writer.ts";
import type { KernelExports } from "@/lib/transformer/kernel/kernel_exports.ts";
import type { KernelMemory } from "@/lib/transformer/kernel/kernel_memory.ts";

/** Float64 numbers of a piece: its largest logit m, Σ e^(z - m), Σ e^(z - m) · (z - m). */
const PARTIAL = 3;

/** Makes the summary of an instance. A row that is elsewhere, or has no softmax, is left to plain TypeScript. */
export function createSummarize(
  kernel: KernelExports,
  memory: KernelMemory,
  run: (job: SummaryJob) => void,
): SummarizeRow {
  const partials = createGrowingRoom(memory), ids = createGrowingRoom(memory);

  function best(row: number, length: number, count: number): number[] {
    const size = Math.max(0, Math.min(Math.floor(count), length));
    if (size === 0) return [];
    const at = ids.atLeast(4 * size);
    kernel.topTokens(row, length, size, at);
    return Array.from(memory.words.subarray(at / 4, at / 4 + size));
  }

  return (logits, count) => {
    const { length } = logits;
    if (length === 0 || !memory.holds(logits)) return summarizeRow(logits, count);
    const row = memory.addressOf(logits);
    const size = PARTIAL * summaryPieces(length);
    const at = partials.atLeast(8 * size);
    run({ row, length, partials: at });
    const { largest, sum, weighted } = merge(new Float64Array(memory.memory.buffer, at, size));
    // It says what is wrong.
    if (!Number.isFinite(largest)) return summarizeRow(logits, count);
    const logSum = Math.log(sum);
    return {
      logits,
      logNormalizer: largest + logSum,
      entropyNats: Math.max(0, logSum - weighted / sum),
      best: best(row, length, count),
    };
  };
}

/** The pieces' sums relative to the largest logit of all. */
function merge(partials: Float64Array): { largest: number; sum: number; weighted: number } {
  let largest = -Infinity;
  for (let i = 0; i < partials.length; i += PARTIAL) largest = Math.max(largest, partials[i]!);
  let sum = 0, weighted = 0;
  for (let i = 0; i < partials.length; i += PARTIAL) {
    const [most, part, weightedPart] = [partials[i]!, partials[i + 1]!, partials[i + 2]!];
    if (part === 0) continue;
    const factor = Math.exp(most - largest);
    sum += factor * part;
    weighted += factor * (weightedPart + (most - largest) * part);
  }
  return { largest, sum, weighted };
}
