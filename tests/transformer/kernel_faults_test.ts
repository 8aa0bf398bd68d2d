/** Threads that die, memory that is refused, a page that is not isolated: an error or the right numbers, never others. */
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { createKernelMemory } from "@/lib/transformer/kernel/kernel_memory.ts";
import { createKernelOps, createLoneKernelOps } from "@/lib/transformer/kernel/kernel_ops.ts";
import type { KernelMatrix } from "@/lib/transformer/kernel/kernel_matrix.ts";
import type { ThreadWorker } from "@/lib/transformer/kernel/start_threads.ts";
import type { Ops } from "@/lib/transformer/ops.ts";
import { blockMatrix, floats, randomNumbers } from "./random_matrices.ts";

const wasm = await WebAssembly.compile(
  await Deno.readFile(new URL("../../lib/transformer/kernel/made/plain.wasm", import.meta.url)),
);
const HEALTHY = new URL("../../lib/transformer/kernel/kernel_worker.ts", import.meta.url);
const THIEF = new URL("./thief_thread.ts", import.meta.url);
const PAGE = 65_536;

/** A product that is long enough for threads to take part in it. */
function product(ops: Ops<KernelMatrix>): Float32Array {
  const next = randomNumbers(21);
  const matrix = ops.load(blockMatrix({ rows: 3000, columns: 2048, bits: 4, block: 32 }, next));
  const x = ops.floats(2048), out = ops.floats(3000);
  x.set(floats(2048, next));
  ops.multiply(x, 1, [{ matrix, out }]);
  return out.slice();
}

function expected(): Float32Array {
  const ops = createLoneKernelOps({ wasm, build: "plain" });
  const out = product(ops);
  ops.dispose();
  return out;
}

async function withThreads(count: number, script: URL) {
  const workers: Worker[] = [];
  const startThread = () => {
    workers.push(new Worker(script, { type: "module" }));
    return workers.at(-1)! as ThreadWorker;
  };
  return { ops: await createKernelOps({ wasm, build: "plain", threads: count + 1, startThread }), workers };
}

Deno.test("threads that are killed between products: the others do their work", async () => {
  const { ops, workers } = await withThreads(2, HEALTHY);
  assertEquals(product(ops), expected());
  workers[0]!.terminate();
  assertEquals(product(ops), expected());
  workers[1]!.terminate();
  assertEquals(product(ops), expected());
  ops.dispose();
});

Deno.test("a thread that dies within a product is an error after some seconds, never a number", async () => {
  const { ops } = await withThreads(1, THIEF);
  assertThrows(
    () => {
      // It needs a moment of the processor to claim one.
      for (let i = 0; i < 200; i++) product(ops);
    },
    Error,
    "does not answer: load the model again",
  );
  ops.dispose();
});

Deno.test("a page that is not isolated cannot send memory to threads: the caller computes alone", async () => {
  let ended = 0;
  const refusing = (): ThreadWorker => ({
    postMessage() {
      throw new DOMException(
        "SharedArrayBuffer transfer requires self.crossOriginIsolated",
        "DataCloneError",
      );
    },
    terminate: () => void ended++,
    onmessage: null,
    onerror: null,
  });
  const ops = await createKernelOps({ wasm, build: "plain", threads: 3, startThread: refusing });
  assertEquals([ops.name, product(ops)], ["WASM SIMD, 1 thread", expected()]);
  ops.dispose();
});

/** Runs while no memory of more pages is given. */
function withMost<T>(pages: number, run: () => T): T {
  const { Memory } = WebAssembly;
  class Refusing extends Memory {
    constructor(wanted: WebAssembly.MemoryDescriptor) {
      if (wanted.maximum! > pages) throw new RangeError("could not allocate memory");
      super(wanted);
    }
  }
  WebAssembly.Memory = Refusing as typeof Memory;
  try {
    return run();
  } finally {
    WebAssembly.Memory = Memory;
  }
}

Deno.test("a device that refuses 4 and 2 GB of addresses gives 1 GB or 512 MB; one that refuses all is an error", () => {
  for (const gigabytes of [2, 1, 0.5]) {
    const pages = gigabytes * 2 ** 30 / PAGE;
    const { memory } = withMost(pages, () => createKernelMemory(2 ** 32, () => {}));
    memory.grow(1);
    assertThrows(() => memory.grow(pages), RangeError);
  }
  assertThrows(() => withMost(100, () => createKernelMemory(2 ** 32, () => {})), RangeError, "No memory");
});

Deno.test("memory that cannot grow is a RangeError, and what was computed before stays right", async () => {
  const ops = createLoneKernelOps({ wasm, build: "plain" }, 32 * 2 ** 20);
  const before = product(ops);
  assertThrows(() => ops.floats(2 ** 26), RangeError);
  assertThrows(
    () => ops.load({ rows: 8192, columns: 8192, data: new Float32Array(2 ** 26) }),
    RangeError,
  );
  assertEquals(before, expected());
  assertEquals(product(ops), before);
  ops.dispose();
  await assertRejects(
    () => withMost(100, () => createKernelOps({ wasm, build: "plain", threads: 1 })),
    RangeError,
    "No memory",
  );
  assert(WebAssembly.Memory.name === "Memory");
});
