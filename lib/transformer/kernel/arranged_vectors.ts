/**
 * Token vectors as the kernel's products read them: padded to whole units, in the order in which the weights come
 * out of their bytes, with the sums of their blocks.
 *
 * @module
 */
import type { KernelExports } from "@/lib/transformer/kernel/kernel_exports.ts";
import { type KernelMatrix, KIND } from "@/lib/transformer/kernel/kernel_matrix.ts";
import type { KernelMemory } from "@/lib/transformer/kernel/kernel_memory.ts";

/** Addresses of vectors and of their sums; 0 where there are none. */
interface ArrangedVectors {
  readonly x: number;
  readonly sums: number;
}

/** Room that grows when more is asked of it. */
interface GrowingRoom {
  /** Address of at least this number of bytes; what was there is lost where it grew. */
  atLeast(bytes: number): number;
}

/** Room that is made anew, larger, when it is too small. */
export function createGrowingRoom(memory: KernelMemory): GrowingRoom {
  let address = 0, size = 0;
  return {
    atLeast(bytes) {
      if (bytes > size) {
        if (size > 0) memory.free(address);
        size = Math.max(bytes, 2 * size);
        address = memory.allocate(size);
      }
      return address;
    },
  };
}

/** Arranges vectors; each slot of a job has room of its own. */
interface VectorArranger {
  /** @param slot Which of the job's vectors these are. */
  arrange(matrix: KernelMatrix, x: number, tokens: number, slot: number): ArrangedVectors;
}

/** Whether two matrices read the same arranged vectors. */
export function readAlike(a: KernelMatrix, b: KernelMatrix): boolean {
  return a.kind === b.kind && a.units === b.units && a.scalesPerUnit === b.scalesPerUnit &&
    a.columns === b.columns;
}

/** Creates the arranger of an instance. */
export function createVectorArranger(
  kernel: KernelExports,
  memory: KernelMemory,
  slots: number,
): VectorArranger {
  const rooms = Array.from({ length: slots }, () => ({
    padded: createGrowingRoom(memory),
    arranged: createGrowingRoom(memory),
    sums: createGrowingRoom(memory),
  }));

  function pad(room: GrowingRoom, { columns, units }: KernelMatrix, x: number, tokens: number): number {
    const stride = units * 32;
    if (columns === stride) return x;
    const address = room.atLeast(4 * tokens * stride);
    const from = memory.floats(x, tokens * columns), to = memory.floats(address, tokens * stride);
    for (let token = 0; token < tokens; token++) {
      to.set(from.subarray(token * columns, (token + 1) * columns), token * stride);
      to.fill(0, token * stride + columns, (token + 1) * stride);
    }
    return address;
  }

  function sum(room: GrowingRoom, matrix: KernelMatrix, x: number): number {
    const { units, scalesPerUnit, scaleStride } = matrix;
    const address = room.atLeast(4 * scaleStride);
    const blocks = units * scalesPerUnit;
    memory.floats(address, scaleStride).fill(0, blocks);
    kernel.sumBlocks(x, address, blocks, 32 / scalesPerUnit);
    return address;
  }

  return {
    arrange(matrix, x, tokens, slot) {
      const room = rooms[slot]!;
      const padded = pad(room.padded, matrix, x, tokens);
      const sums = tokens === 1 && matrix.scaleStride > 0 ? sum(room.sums, matrix, padded) : 0;
      if (matrix.kind !== KIND.four) return { x: padded, sums };
      const arranged = room.arranged.atLeast(128 * tokens * matrix.units);
      kernel.arrange(padded, arranged, tokens * matrix.units);
      return { x: arranged, sums };
    },
  };
}
