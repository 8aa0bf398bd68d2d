/** What of an earlier answer is kept: nothing that another text, path or window has another answer to. */
import { assertEquals } from "@std/assert";
import { parsePredictorQuery } from "@/lib/experiment/fields/predictor_fields.ts";
import { createPredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import type { Prediction } from "@/lib/labs/predictor/answer.ts";
import { predict } from "@/lib/labs/predictor/prediction.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { until } from "@/tests/fixtures/held.ts";
import { fakePorts } from "@/tests/labs/fake_ports.ts";
import { fakeModel } from "@/tests/lm/fake_model.ts";

const TOKENS = ["the", " a", " b", " c", ".", "<end>"];

/** An answer after another one; the tokens that are read at its end, and how many were computed. */
function asked(model: LanguageModel) {
  return async (search: string, known: Prediction | null = null) => {
    const { query } = parsePredictorQuery(new URLSearchParams(search));
    let runs = 0;
    const { signal } = new AbortController();
    const made = await predict({ model, query, known, given: true, signal, onRun: () => runs++ });
    return { made, told: [made.generated.map(({ id }) => id), made.end.context, runs] };
  };
}

Deno.test("predict() keeps an answer only for the same tokens: others of the same number, more or fewer are computed", async () => {
  const model = fakeModel({ tokens: TOKENS });
  const ask = asked(model);
  const { made, told } = await ask("text=the&path=1.2");
  assertEquals(told, [[1, 2], [0, 1, 2], 2]);
  assertEquals(
    (await ask("text=the&path=1.2", made)).told,
    [[1, 2], [0, 1, 2], 0],
    "nothing is computed twice",
  );
  assertEquals((await ask("text=the&path=1.3", made)).told[0], [1, 3], "the last one is another");
  assertEquals((await ask("text=the&path=1.3", made)).told[1], [0, 1, 3]);
  assertEquals((await ask("text=the&path=2.1", made)).told.slice(0, 2), [[2, 1], [0, 2, 1]]);
  assertEquals((await ask("text=the&path=1", made)).told.slice(0, 2), [[1], [0, 1]]);
  assertEquals((await ask("text=the", made)).told.slice(0, 2), [[], [0]]);
  assertEquals((await ask("text=the&path=1.2.4", made)).told, [[1, 2, 4], [0, 1, 2, 4], 1]);
});

Deno.test("predict() keeps nothing for another text of as many tokens, another window, or another model", async () => {
  const model = fakeModel({ tokens: TOKENS });
  const ask = asked(model);
  const { made } = await ask("text=the+a&path=2");
  assertEquals((await ask("text=the+b&path=2", made)).told, [[2], [0, 2, 2], 2]);
  const shorter = await ask("text=the+a&path=2&context_limit=2&context_policy=truncate_start", made);
  assertEquals(shorter.told[1], [2], "the next token has its place in the window");
  const other = await asked(fakeModel({ tokens: TOKENS }))("text=the+a&path=2", made);
  assertEquals(other.told, [[2], [0, 1, 2], 2]);
});

async function opened(model: LanguageModel, search: string) {
  const { ports } = fakePorts(model);
  const { query, notices } = parsePredictorQuery(new URLSearchParams(search));
  const lab = createPredictorLab({ query, notices, snapshot: null }, ports);
  await lab.open(null, true);
  await lab.settled();
  return lab;
}

Deno.test("another token in place of the last one is the one that is shown", async () => {
  const lab = await opened(fakeModel({ tokens: TOKENS }), "text=the&path=1.2");
  lab.tokens.fork(1, 3);
  await lab.settled();
  assertEquals(lab.views.generated.value.map(({ id }) => id), [1, 3]);
  assertEquals(lab.state.prediction.value?.end.context, [0, 1, 3]);
});

for (const act of ["step", "run"] as const) {
  Deno.test(`a model that fails while it writes (${act}) is told of, and what it wrote stays`, async () => {
    const own = fakeModel({ tokens: TOKENS });
    let left = 3;
    const model: LanguageModel = {
      ...own,
      logits: (...asked) =>
        --left >= 0 ? own.logits(...asked) : Promise.reject(new Error("The device was lost")),
    };
    const lab = await opened(model, "text=the&max_tokens=50&stop_at_end=0");
    for (let i = 0; i < 4 && lab.state.problem.value === null; i++) await lab.generation[act]();
    assertEquals(lab.state.problem.value?.message.includes("The device was lost"), true);
    assertEquals([lab.state.query.value.path, lab.state.generating.value, lab.state.phase.value], [
      [1, 2],
      false,
      "idle",
    ]);
  });
}

Deno.test("a run that the visitor stops is no problem", async () => {
  const lab = await opened(
    fakeModel({ tokens: TOKENS, delay: 1 }),
    "text=the&max_tokens=100000&stop_at_end=0",
  );
  const running = lab.generation.run();
  lab.generation.stop();
  await running;
  const stepping = lab.generation.step();
  lab.generation.stop();
  await stepping;
  assertEquals([lab.state.problem.value, lab.state.generating.value], [null, false]);
});

Deno.test("a step that is stopped before it picks shows no token as picked", async () => {
  const lab = await opened(fakeModel({ tokens: TOKENS }), "text=the");
  const picked: unknown[] = [];
  const end = lab.state.picked.subscribe((id) => picked.push(id));
  const stop = lab.state.phase.subscribe((phase) => {
    if (phase === "predict") queueMicrotask(() => lab.generation.stop());
  });
  await lab.generation.step();
  assertEquals([picked, lab.state.query.value.path, lab.state.phase.value], [[null], [], "idle"]);
  end();
  stop();
});

Deno.test("a step that is being shown is hurried by the next one, and by a run", async () => {
  const model = fakeModel({ tokens: TOKENS, endTokens: [5] });
  const { ports } = fakePorts(model);
  const shown = 999;
  const wait: typeof ports.clock.wait = (milliseconds, signal) =>
    milliseconds !== shown ? ports.clock.wait(milliseconds, signal) : new Promise((_, reject) => {
      if (signal?.aborted) reject(signal.reason);
      signal?.addEventListener("abort", () => reject(signal.reason));
    });
  const { query, notices } = parsePredictorQuery(new URLSearchParams("text=the"));
  const start = { query, notices, snapshot: null };
  const lab = createPredictorLab(start, { ...ports, phaseTime: shown, clock: { ...ports.clock, wait } });
  await lab.open(null, true);
  const path = () => lab.state.query.value.path.length;
  const first = lab.generation.step();
  await until(() => lab.state.phase.value === "predict");
  const second = lab.generation.step();
  await first;
  await until(() => path() === 1 && lab.state.phase.value === "predict");
  await Promise.all([second, lab.generation.run()]);
  assertEquals([lab.state.query.value.path, lab.views.stop.value], [[1, 2, 3, 4, 5], "end"]);
  lab.edit.setText("the a");
  await lab.settled();
  const stopped = lab.generation.step();
  await until(() => lab.state.phase.value === "predict");
  lab.generation.stop();
  await stopped;
  assertEquals([path(), lab.state.generating.value], [0, false], "and ended by a stop");
});

Deno.test("a word that is looked up ends the question about the one before, in the model too", async () => {
  const own = fakeModel({ tokens: TOKENS, delay: 5 });
  const asked: (AbortSignal | undefined)[] = [];
  const lab = await opened({
    ...own,
    logits: (tokens, options) => (asked.push(options?.signal), own.logits(tokens, options)),
  }, "text=the");
  const before = asked.length;
  const first = lab.tokens.lookUp(" a b");
  await until(() => asked.length > before);
  const second = lab.tokens.lookUp(" b c");
  await Promise.all([first, second]);
  assertEquals(asked.slice(before).map((signal) => signal?.aborted), [true, false]);
  assertEquals([lab.state.lookedUp.value?.asked, lab.state.problem.value], [" b c", null]);
});

Deno.test("a run that waits for a step is called off with it, and so is a second step", async () => {
  for (const act of ["run", "step"] as const) {
    const lab = await opened(
      fakeModel({ tokens: TOKENS, delay: 5 }),
      "text=the&max_tokens=100000&stop_at_end=0",
    );
    const stepping = lab.generation.step();
    const next = lab.generation[act]();
    lab.generation.stop();
    await Promise.all([stepping, next]);
    assertEquals([lab.state.query.value.path, lab.state.generating.value, lab.state.problem.value], [
      [],
      false,
      null,
    ]);
  }
});
