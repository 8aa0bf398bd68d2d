/** Which backend is taken: what is measured of each, what is skipped and why, one past each bound. */
import { assertEquals, assertRejects } from "@std/assert";
import { chooseEngine, type EngineCandidate } from "@/lib/training/engines/choose_engine.ts";
import type { EngineSpec, TrainingEngine } from "@/lib/training/engines/engine.ts";
import type { Backend } from "@/lib/lm/language_model.ts";
import { settled } from "@/tests/fixtures/held.ts";
import type { Batch } from "@/lib/training/network/batch.ts";

/** Eight parameters. */
const SPEC = {
  shape: { vocabulary: 2, context: 1, embedding: 1, hidden: 1, tied: false },
} as unknown as EngineSpec;

/** Backends on one clock, each with the milliseconds of its first, second and third step. */
function devices() {
  let time = 0;
  const log: string[] = [];
  const timers: { milliseconds: number; act(): void }[] = [];
  const candidate = (
    backend: Backend,
    steps: readonly number[] | unknown,
    fallback?: string,
  ): EngineCandidate => ({
    backend,
    ...(fallback !== undefined && { fallback }),
    create() {
      log.push(`create ${backend}`);
      if (!Array.isArray(steps)) return Promise.reject(steps);
      const left = [...steps];
      return Promise.resolve({
        backend,
        step: (_: Batch, { rate }: { rate: number }) => {
          time += left.shift()! + rate;
          return Promise.resolve({ loss: 0 });
        },
        dispose: () => void log.push(`dispose ${backend}`),
      } as unknown as TrainingEngine);
    },
  });
  const choose = (candidates: readonly EngineCandidate[], examples = 4, steps = 100_000) =>
    chooseEngine({
      spec: SPEC,
      batch: { targets: { length: examples } } as unknown as Batch,
      steps,
      candidates,
      now: () => time,
      timer: (milliseconds, act) => {
        timers.push({ milliseconds, act });
        return () => void log.push(`in time`);
      },
    });
  return { candidate, choose, log, timers };
}

Deno.test("a backend is measured by its second and third step, and given back; the fastest is made again", async () => {
  const { candidate, choose, log } = devices();
  const { engine, measured } = await choose([candidate("wasm", [900, 4, 6]), candidate("cpu", [1, 3, 4])]);
  assertEquals([engine.backend, measured], ["cpu", [
    { backend: "wasm", milliseconds: 5, reason: "" },
    { backend: "cpu", milliseconds: 3.5, reason: "" },
  ]]);
  assertEquals(log.filter((line) => line !== "in time"), [
    "create wasm",
    "dispose wasm",
    "create cpu",
    "dispose cpu",
    "create cpu",
  ]);
});

Deno.test("of two that are as fast the first is taken; what is only a fallback is tried where nothing worked", async () => {
  const even = devices();
  const two = [even.candidate("wasm", [1, 2, 2]), even.candidate("cpu", [9, 1, 3])];
  assertEquals((await even.choose(two)).engine.backend, "wasm");
  const one = devices();
  const spare = [one.candidate("wasm", [1, 2, 2]), one.candidate("cpu", [0, 0, 0], "stand-in")];
  assertEquals((await one.choose(spare)).measured.length, 1);
  const none = devices();
  const left = [none.candidate("wasm", new Error("no SIMD")), none.candidate("cpu", [0, 1, 1], "stand-in")];
  const { engine, measured } = await none.choose(left);
  assertEquals([engine.backend, measured[0]!.reason], ["cpu", "no SIMD"]);
});

Deno.test("the plain backend is tried up to 200 million multiply-adds a step, and beyond where nothing else works", async () => {
  const reasonOf = async (examples: number) => {
    const { candidate, choose } = devices();
    const { measured } = await choose([candidate("wasm", [1, 9, 9]), candidate("cpu", [1, 1, 1])], examples);
    return measured[1]!.reason;
  };
  // Three times eight parameters an example.
  assertEquals([await reasonOf(8_333_333), await reasonOf(8_333_334)], [
    "",
    "too slow for a network of this size",
  ]);
  const { candidate, choose } = devices();
  const { engine } = await choose([candidate("cpu", [1, 1, 1])], 1e9);
  assertEquals(engine.backend, "cpu");
});

Deno.test("WebGPU is tried for runs of a second and a half, and not for shorter ones", async () => {
  const reasonOf = async (steps: number) => {
    const { candidate, choose } = devices();
    const { measured } = await choose(
      [candidate("wasm", [1, 3, 3]), candidate("webgpu", [1, 1, 1])],
      4,
      steps,
    );
    return measured[1]!.reason;
  };
  assertEquals([await reasonOf(500), await reasonOf(499)], [
    "",
    "the run is over before it would have started",
  ]);
  const { candidate, choose } = devices();
  assertEquals((await choose([candidate("webgpu", [1, 1, 1])], 4, 1)).engine.backend, "webgpu");
});

Deno.test("the last reason is thrown where nothing works, and reasons of any form are words", async () => {
  const { candidate, choose } = devices();
  const broken = [
    candidate("wasm", "gone"),
    candidate("webgpu", { message: "lost" }),
    candidate("cpu", new Error("full")),
  ];
  await assertRejects(() => choose(broken), Error, "full");
  await assertRejects(() => choose([]), Error, "No backend is left to train on");
  const { measured } = await choose([...broken.slice(0, 2), candidate("cpu", [1, 1, 1])]);
  assertEquals(measured.map(({ reason }) => reason), ["gone", "lost", ""]);
});

Deno.test("a backend that does not start is left after 20 seconds for the next, and given back where it comes later", async () => {
  const { candidate, choose, log, timers } = devices();
  const late = Promise.withResolvers<TrainingEngine>();
  const stuck = { ...candidate("wasm", []), create: () => late.promise };
  const chosen = choose([stuck, candidate("cpu", [1, 3, 4])]);
  await settled();
  assertEquals([timers.map(({ milliseconds }) => milliseconds), log], [[20_000], []]);
  timers[0]!.act();
  const { engine, measured } = await chosen;
  assertEquals([engine.backend, measured], ["cpu", [
    { backend: "wasm", milliseconds: null, reason: "it did not start within 20 s" },
    { backend: "cpu", milliseconds: 3.5, reason: "" },
  ]]);
  late.resolve(await candidate("wasm", [1]).create(SPEC));
  await settled();
  assertEquals(log.slice(-3), ["create wasm", "dispose wasm", "in time"]);
});
