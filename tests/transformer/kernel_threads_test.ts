/** The kernel's threads, and which build of it runs. */
import { assert, assertEquals } from "@std/assert";
import { createKernelOps } from "@/lib/transformer/kernel/kernel_ops.ts";
import { pickKernelBuild } from "@/lib/transformer/kernel/pick_build.ts";

Deno.test("threads sleep while nothing is computed, and wake up for the next product", async () => {
  // A process of its own: the other tests compute in this one.
  const script = new URL("./idle_threads.ts", import.meta.url).pathname;
  const { stdout, success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", decodeURIComponent(script)],
    cwd: decodeURIComponent(new URL("../../", import.meta.url).pathname),
  }).output();
  assert(success);
  const { spent, isSame } = JSON.parse(new TextDecoder().decode(stdout));
  assert(spent < 200_000, `${spent / 1000} ms of 400 were computed`);
  assert(isSame);
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
