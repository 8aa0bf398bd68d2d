/** The kernel's threads, and which build of it runs. */
import process from "node:process";
import { assert, assertEquals } from "@std/assert";
import { createKernelOps } from "@/lib/transformer/kernel/kernel_ops.ts";
import { pickKernelBuild } from "@/lib/transformer/kernel/pick_build.ts";
import { kernelOps } from "@/tests/transformer/kernel_ops.ts";
import { blockMatrix, randomNumbers } from "@/tests/transformer/random_matrices.ts";

Deno.test("threads sleep while nothing is computed, and wake up for the next product", async () => {
  const ops = await kernelOps("plain", 3);
  const [x, out] = [ops.floats(64).fill(1), ops.floats(40)];
  const matrix = ops.load(blockMatrix({ rows: 40, columns: 64, bits: 4, block: 32 }, randomNumbers(13)));
  ops.multiply(x, 1, [{ matrix, out }]);
  const first = out.slice();
  await new Promise((resolve) => setTimeout(resolve, 200));
  const before = process.cpuUsage();
  await new Promise((resolve) => setTimeout(resolve, 400));
  const { user, system } = process.cpuUsage(before);
  assert(user + system < 200_000, `${(user + system) / 1000} ms of 400 were computed`);
  ops.multiply(x, 1, [{ matrix, out: out.fill(0) }]);
  assertEquals(out.slice(), first);
  ops.dispose();
});

Deno.test("threads that cannot start are left out", async () => {
  const bytes = await Deno.readFile(
    new URL("../../lib/transformer/kernel/made/plain.wasm", import.meta.url),
  );
  const ops = await createKernelOps({
    wasm: await WebAssembly.compile(bytes),
    build: "plain",
    threads: 2,
    startThread: () => {
      throw new Error("no threads here");
    },
  });
  assertEquals(ops.name, "WASM SIMD, 1 thread");
  ops.dispose();
});

Deno.test("the build is picked by what the engine validates", () => {
  assertEquals(pickKernelBuild(), "relaxed");
  let asked = 0;
  assertEquals(pickKernelBuild((bytes) => ++asked === 2 && WebAssembly.validate(bytes)), "plain");
  assertEquals(pickKernelBuild(() => false), null);
});
