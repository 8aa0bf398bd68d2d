/** A session's bounds: time and steps of an advance, what is measured when, what is mapped, and who goes on. */
import { assertEquals, assertMatch, assertRejects, assertThrows } from "@std/assert";
import type { EngineCandidate } from "@/lib/training/engines/choose_engine.ts";
import type { TrainingEngine } from "@/lib/training/engines/engine.ts";
import { createPlainEngine } from "@/lib/training/engines/plain_engine.ts";
import { plainCandidate } from "@/lib/training/engines/plain_candidate.ts";
import { prepareRun, startRun } from "@/lib/training/run/start_run.ts";
import { openSession } from "@/lib/training/run/training_session.ts";
import { TrainingError } from "@/lib/training/training_error.ts";
import { DEFAULT_SETTINGS, type TrainingSettings } from "@/lib/training/training_settings.ts";

const SMALL = { ...DEFAULT_SETTINGS, context: 1, embedding: 2, hidden: 2 };

/** A session whose clock goes on by 10 ms at each look. */
async function opened(
  settings: Partial<TrainingSettings> = {},
  candidates: readonly EngineCandidate[] = [plainCandidate()],
  texts: readonly string[] = ["a b a c", "b c"],
) {
  let time = 0;
  const services = { candidates, threads: () => 3, now: () => time += 10 };
  return await openSession(texts, { ...SMALL, ...settings }, services);
}

Deno.test("an advance makes steps until its time is over, one at least, and no more than asked", async () => {
  const session = await opened();
  const made = async (steps: number, milliseconds: number) =>
    (await session.advance({ steps, milliseconds, evaluate: false })).records.length;
  // The first step is made without a look at the clock; then 10 ms a step.
  assertEquals([await made(9, 0), await made(9, 10), await made(9, 20), await made(9, 30)], [1, 1, 2, 3]);
  assertEquals([await made(2, Infinity), await made(0, Infinity)], [2, 0]);
});

Deno.test("losses are measured where that is asked for, held-out ones where there are any", async () => {
  const session = await opened();
  const { trainLoss, heldOutLoss } = await session.advance({ steps: 1, milliseconds: 9, evaluate: true });
  assertEquals([typeof trainLoss, heldOutLoss], ["number", null]);
  const held = await opened({ held_out: 50 });
  const measured = await held.advance({ steps: 1, milliseconds: 9, evaluate: true });
  assertEquals([typeof measured.trainLoss, typeof measured.heldOutLoss], ["number", "number"]);
  assertEquals((await held.advance({ steps: 1, milliseconds: 9, evaluate: false })).trainLoss, null);
  assertEquals([held.facts().trainExamples, held.facts().heldOutExamples], [3, 1]);
});

Deno.test("gradients' lengths are read at each of the first 200 steps, and at every tenth from there on", async () => {
  const session = await opened({ steps: 230 });
  const { records } = await session.advance({ steps: 230, milliseconds: Infinity, evaluate: false });
  const measured = records.filter(({ gradientNorms }) => gradientNorms !== null).map(({ step }) => step);
  assertEquals(measured, [...Array.from({ length: 200 }, (_, i) => i), 200, 210, 220]);
});

Deno.test("the map has 80 tokens at most, those that stand most often, and asks the engine once a step", async () => {
  const words = Array.from({ length: 90 }, (_, i) => `w${String(i).padStart(2, "0")}`);
  let asked = 0;
  const candidate: EngineCandidate = {
    ...plainCandidate(),
    create(spec) {
      const engine = createPlainEngine(spec);
      return Promise.resolve({ ...engine, weights: () => (asked++, engine.weights()) });
    },
  };
  const session = await opened({}, [candidate], [[...words, ...words.slice(10)].join(" ")]);
  const { points, step } = await session.look([0]);
  assertEquals([points.length, points[0]!.id, points.at(-1)!.id, step], [80, 10, 89, 0]);
  await session.trace([0], 1);
  assertEquals(asked, 1);
  await session.advance({ steps: 1, milliseconds: 9, evaluate: false });
  await session.look([0]);
  session.rewind(0);
  await session.look([0]);
  assertEquals(asked, 3);
});

Deno.test("going back finds the checkpoint before, and threads are told of WASM alone", async () => {
  const session = await opened({ steps: 120 });
  await session.advance({ steps: 5, milliseconds: Infinity, evaluate: false });
  assertEquals([session.rewind(3), session.rewind(2)], [{ step: 2 }, { step: 2 }]);
  assertThrows(() => session.rewind(-1), TrainingError, "no checkpoint before step -1");
  assertEquals([session.facts().engine.backend, session.facts().engine.threads], ["cpu", 1]);
  const wasm = await opened({}, [{
    ...plainCandidate(),
    backend: "wasm",
    create: (spec) => Promise.resolve({ ...createPlainEngine(spec), backend: "wasm" as const }),
  }]);
  assertEquals(wasm.facts().engine.threads, 3);
});

/** A backend whose steps that learn fail from one on. */
function dying(backend: "wasm" | "webgpu", at: number): EngineCandidate {
  return {
    backend,
    create(spec) {
      const engine = createPlainEngine(spec);
      let steps = 0;
      const step: TrainingEngine["step"] = (batch, options) =>
        options.rate > 0 && ++steps > at ? Promise.reject(new Error("gone")) : engine.step(batch, options);
      return Promise.resolve({ ...engine, backend, step });
    },
  };
}

Deno.test("a backend that died is not tried again; where none is left its error is the run's", async () => {
  const session = await opened({ steps: 120 }, [dying("webgpu", 3), {
    ...dying("wasm", 2),
    fallback: "stand-in",
  }]);
  const advance = () => session.advance({ steps: 9, milliseconds: Infinity, evaluate: false });
  // WASM goes on from the checkpoint at step 2 and dies at step 4.
  await assertRejects(advance, Error, "gone");
  assertEquals(session.facts().engine.notices, [
    "webgpu failed (gone): the run goes on with wasm from step 2",
  ]);
  const alone = await opened({}, [dying("wasm", 0)]);
  await assertRejects(() => alone.advance({ steps: 1, milliseconds: 9, evaluate: false }), Error, "gone");
});

Deno.test("a loss up to a hundred times that of guessing goes on, one beyond it or no number ends the run", async () => {
  const divergenceOf = async (loss: number) => {
    const prepared = prepareRun(["a b a c", "b c"], SMALL);
    const engine = {
      ...createPlainEngine(prepared.spec),
      step: () => Promise.resolve({ loss, gradientNorms: null }),
    };
    const run = startRun(prepared, engine);
    await run.advance();
    return run.divergence;
  };
  const hopeless = 100 * Math.log(3);
  assertEquals([await divergenceOf(hopeless), await divergenceOf(0)], [null, null]);
  assertMatch(
    (await divergenceOf(hopeless + 1))!,
    /^The loss at step 0 is 111 nats, where guessing has 1\.10: /,
  );
  assertMatch((await divergenceOf(NaN))!, /^The loss at step 0 is NaN: /);
  assertMatch((await divergenceOf(Infinity))!, /^The loss at step 0 is Infinity: /);
});

Deno.test("an epoch's last batch may be smaller, and dropout leaves its share out and makes up for it", async () => {
  const prepared = prepareRun(["a b a b a b"], {
    ...SMALL,
    batch: 2,
    dropout: 0.25,
    hidden: 64,
    embedding: 2,
  });
  const sizes: number[] = [];
  const factors = new Set<number>();
  const engine = createPlainEngine(prepared.spec);
  const run = startRun(prepared, {
    ...engine,
    step: (batch, options) => {
      sizes.push(batch.targets.length);
      for (const factor of batch.keep!) factors.add(factor);
      return engine.step(batch, options);
    },
  });
  for (let step = 0; step < 4; step++) await run.advance();
  assertEquals([sizes, [...factors].sort()], [[2, 2, 1, 2], [0, Math.fround(4 / 3)]]);
});

Deno.test("settings that an address cannot hold are refused: a rate below 0, tied layers of two sizes", () => {
  const refused = (settings: Partial<TrainingSettings>) =>
    assertThrows(() => prepareRun(["a b"], { ...SMALL, ...settings }), TrainingError).code;
  assertEquals([refused({ learning_rate: -0.1 }), refused({ learning_rate: Infinity })], ["rate", "rate"]);
  assertEquals([refused({ tie: true, hidden: 3 }), prepareRun(["a b"], { ...SMALL, tie: true }).shape.tied], [
    "sizes",
    true,
  ]);
  assertEquals(prepareRun(["a b"], { ...SMALL, learning_rate: 0 }).settings.learning_rate, 0);
});
