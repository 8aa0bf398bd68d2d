/**
 * The operations of a forward pass in WebAssembly, on one or more threads.
 *
 * @module
 */
import { attend } from "@/lib/transformer/attention.ts";
import {
  createGrowingRoom,
  createVectorArranger,
  readAlike,
} from "@/lib/transformer/kernel/arranged_vectors.ts";
import {
  MAX_PRODUCTS,
  type ProductJob,
  type Scratch,
  writeAttention,
  writeProducts,
  writeSummary,
} from "@/lib/transformer/kernel/job_writer.ts";
import { instantiateKernel, type KernelExports } from "@/lib/transformer/kernel/kernel_exports.ts";
import { type KernelMatrix, KIND, loadKernelMatrix } from "@/lib/transformer/kernel/kernel_matrix.ts";
import { createKernelMemory, type KernelMemory } from "@/lib/transformer/kernel/kernel_memory.ts";
import { createSummarize } from "@/lib/transformer/kernel/kernel_summary.ts";
import { BUILD_NAMES, type KernelBuild } from "@/lib/transformer/kernel/pick_build.ts";
import { startThreads, type ThreadWorker } from "@/lib/transformer/kernel/start_threads.ts";
import type { Ops, Product } from "@/lib/transformer/ops.ts";

/** A build, compiled. */
export interface CompiledKernel {
  readonly wasm: WebAssembly.Module;
  readonly build: KernelBuild;
}

/** What {@linkcode createKernelOps} needs. */
interface KernelOptions extends CompiledKernel {
  /** Threads that compute, the caller's included. */
  readonly threads: number;
  /** Starts a worker on kernel_worker.ts. Default: the caller computes alone. */
  readonly startThread?: () => ThreadWorker;
}

/** Four floats at a time. */
const LANES = 4;
/** All that 32 bits can address. */
const MAX_BYTES = 2 ** 32;

/**
 * Makes operations; resolves when their threads are there.
 *
 * @throws {RangeError} If no memory can be had.
 */
export async function createKernelOps(options: KernelOptions): Promise<Ops<KernelMatrix>> {
  const { threads, startThread } = options;
  const instance = createInstance(options, MAX_BYTES);
  const order = { wasm: options.wasm, memory: instance.memory.memory };
  const workers = startThread && threads > 1 ? await startThreads(threads - 1, startThread, order) : [];
  return makeOps(options.build, instance, workers);
}

/**
 * Makes operations that compute where they are called.
 *
 * @param mostBytes The most memory that they may take.
 * @throws {RangeError} If no memory can be had.
 */
export function createLoneKernelOps(compiled: CompiledKernel, mostBytes = MAX_BYTES): Ops<KernelMatrix> {
  return makeOps(compiled.build, createInstance(compiled, mostBytes), []);
}

interface Instance {
  readonly kernel: KernelExports;
  readonly memory: KernelMemory;
}

function createInstance({ wasm }: CompiledKernel, mostBytes: number): Instance {
  const memory = createKernelMemory(mostBytes, () => kernel.settle());
  const kernel = instantiateKernel(wasm, memory.memory);
  kernel.writeConstants();
  return { kernel, memory };
}

function makeOps(
  build: KernelBuild,
  { kernel, memory }: Instance,
  workers: readonly ThreadWorker[],
): Ops<KernelMatrix> {
  const threads = workers.length + 1;
  const run = (write: (words: Uint32Array, at: number) => void) => {
    write(memory.words, kernel.nextJob() / 4);
    if (!kernel.runJob()) throw new Error("A thread of the kernel does not answer: load the model again");
  };
  const scratchRoom = createGrowingRoom(memory);
  const scratch = (floats: number): Scratch => {
    const stride = Math.ceil(floats / 16) * 64;
    return { address: scratchRoom.atLeast(stride * threads), stride };
  };
  const address = memory.addressOf;
  return {
    name: `${BUILD_NAMES[build]}, ${threads} ${threads === 1 ? "thread" : "threads"}`,
    floats: (length) => memory.floats(memory.allocate(4 * Math.ceil(length / LANES) * LANES), length),
    release: (room) => memory.free(address(room)),
    load: (matrix) => loadKernelMatrix(matrix, memory),
    row: createRowReader(kernel, memory),
    multiply: createMultiply(kernel, memory, threads, scratch, run),
    rmsNorm: (x, weight, epsilon, tokens, out) =>
      kernel.rmsNorm(address(x), address(weight), weight.length, epsilon, tokens, address(out)),
    attend(shape, queries, keys, values, start, tokens, out, observe) {
      if (observe) return attend(shape, queries, keys, values, start, tokens, out, observe);
      const job = {
        ...shape,
        queries: address(queries),
        keys: address(keys),
        values: address(values),
        out: address(out),
        start,
        tokens,
      };
      const room = scratch(start + tokens + LANES);
      run((words, at) => writeAttention(words, at, job, room));
    },
    gate: (gates, raised, length) =>
      kernel.gate(address(gates), address(raised), Math.ceil(length / LANES) * LANES),
    summarize: createSummarize(kernel, memory, (job) => {
      const room = scratch(LANES);
      run((words, at) => writeSummary(words, at, job, room));
    }),
    dispose() {
      kernel.stop();
      for (const worker of workers) worker.terminate();
    },
  };
}

function createRowReader(kernel: KernelExports, memory: KernelMemory): Ops<KernelMatrix>["row"] {
  const unpacked = createGrowingRoom(memory), ordered = createGrowingRoom(memory);
  return ({ kind, columns, units, address, weights }, row, out, at) => {
    let from = weights + 128 * units * row;
    if (kind !== KIND.floats) {
      from = unpacked.atLeast(128 * units);
      kernel.unpackRow(address, row, from);
    }
    if (kind === KIND.four) {
      const to = ordered.atLeast(128 * units);
      kernel.rearrange(from, to, units);
      from = to;
    }
    out.set(memory.floats(from, columns), at);
  };
}

function createMultiply(
  kernel: KernelExports,
  memory: KernelMemory,
  threads: number,
  scratch: (floats: number) => Scratch,
  run: (write: (words: Uint32Array, at: number) => void) => void,
): Ops<KernelMatrix>["multiply"] {
  const arranger = createVectorArranger(kernel, memory, MAX_PRODUCTS);
  function job(x: number, tokens: number, products: readonly Product<KernelMatrix>[]): ProductJob[] {
    const jobs: ProductJob[] = [];
    for (const { matrix, out } of products) {
      const alike = jobs.find((each) => readAlike(each.matrix, matrix));
      const vectors = alike ?? arranger.arrange(matrix, x, tokens, jobs.length);
      jobs.push({ matrix, x: vectors.x, sums: vectors.sums, out: memory.addressOf(out) });
    }
    return jobs;
  }
  return (x, tokens, products) => {
    if (tokens === 0) return;
    for (let first = 0; first < products.length; first += MAX_PRODUCTS) {
      const jobs = job(memory.addressOf(x), tokens, products.slice(first, first + MAX_PRODUCTS));
      const units = Math.max(...jobs.map(({ matrix }) => matrix.units));
      const room = scratch(tokens === 1 ? 0 : 4 * 32 * units);
      run((words, at) => writeProducts(words, at, jobs, tokens, room, threads));
    }
  };
}
