/** The loop of a run over a worker that answers as the test says: how many steps are asked for, and when losses are. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { PRESETS } from "@/lib/labs/train/presets.ts";
import { guessOf, trainSentence } from "@/lib/labs/train/train_sentence.ts";
import { newRun } from "@/lib/labs/train/run_record.ts";
import { formatTrainQuery } from "@/lib/labs/train/train_fields.ts";
import { createTrainLab } from "@/lib/labs/train/train_lab.ts";
import { problemOf } from "@/lib/labs/train/train_problem.ts";
import { shownContext, watchedContext } from "@/lib/labs/train/watched_context.ts";
import { TrainingError, type TrainingErrorCode } from "@/lib/training/training_error.ts";
import type { TrainingClient } from "@/lib/training/run/training_client.ts";
import type { Progress, RunFacts, TrainingRequests } from "@/lib/training/run/training_protocol.ts";
import { DEFAULT_SETTINGS, type TrainingSettings } from "@/lib/training/training_settings.ts";
import { fakeHistory } from "@/tests/labs/fake_history.ts";

const FACTS = {
  tokenizer: { kind: "words", tokens: ["a", "b", "c"], merges: [], unknown: null },
  shape: { context: 2, vocabulary: 3 },
  samples: [{ context: [0, 1], target: 2 }, { context: [1, 0], target: 1 }],
  engine: { backend: "cpu" },
  floorNats: 0.25,
} as unknown as RunFacts;

type Advance = TrainingRequests["advance"];

/**
 * A lab whose clock goes on by 10 ms at each look.
 *
 * @param answer What an advance gives: the steps that it makes, and what else it says.
 */
function labOf(
  settings: Partial<TrainingSettings>,
  answer: (asked: Advance, made: number) => Partial<Progress> & { readonly makes?: number } = () => ({}),
) {
  const asked: Advance[] = [];
  let [time, made] = [0, 0];
  const advance = (request: Advance): Progress => {
    asked.push(request);
    const { makes = request.steps, ...said } = answer(request, made);
    const records = Array.from(
      { length: makes },
      (_, i) => ({ step: made + i, loss: 1, gradientNorms: null }),
    );
    made += makes;
    const losses = { trainLoss: request.evaluate ? 1 / made : null, heldOutLoss: null };
    const rest = {
      divergence: null,
      checkpoints: [0],
      memory: { tensors: 0, bytes: 0 },
      engine: FACTS.engine,
    };
    return { records, step: made, ...losses, ...rest, ...said } as unknown as Progress;
  };
  const request = (type: string, fields: unknown) => {
    if (type === "start") return Promise.resolve(FACTS);
    if (type === "advance") return Promise.resolve(advance(fields as Advance));
    return Promise.resolve({ step: made, logits: Float32Array.of(1, 3, 3), points: [], shown: 1 });
  };
  const client = { request, terminate: () => {} } as unknown as TrainingClient;
  const { ports } = fakeHistory("/train");
  const start = {
    settings: { ...DEFAULT_SETTINGS, ...settings },
    notices: [],
    run: null,
    look: null,
    problem: null,
  };
  const lab = createTrainLab(start, {
    ...ports,
    base: "/train",
    origin: "http://site.test",
    connect: () => client,
    save: () => {},
    drawn: () => Promise.resolve(),
    now: () => time += 10,
    store: { read: () => Promise.resolve(null), write: () => Promise.resolve() },
    open: () => {},
  });
  return { lab, asked };
}

Deno.test("a run is spread over nine tenths of a second: more steps a frame where frames take longer", async () => {
  const { lab, asked } = labOf({ steps: 100 });
  await lab.training.train();
  // 890 ms are left of frames of 20 ms, then 840, 790 and 740 of frames of 40 ms.
  assertEquals(asked.slice(0, 4).map(({ steps }) => steps), [3, 5, 5, 5]);
  assertEquals(asked.reduce((sum, { steps }) => sum + steps, 0), 100);
  assertEquals(new Set(asked.map(({ milliseconds }) => milliseconds)), new Set([80]));
  assertEquals(lab.state.run.value!.milliseconds, 10 * asked.length);
});

Deno.test("losses are measured twenty times a run and after its last step, and not once more", async () => {
  const { lab, asked } = labOf({ steps: 100 });
  await lab.training.train();
  let made = 0;
  const measured = asked.filter(({ evaluate }) => evaluate).length;
  for (const { steps, evaluate } of asked) {
    const before = made;
    made += steps;
    assertEquals(evaluate, made === 100 || Math.floor(made / 5) > Math.floor(before / 5), `${made}`);
  }
  assertEquals([asked.at(-1)!.evaluate, asked.some(({ steps }) => steps === 0)], [true, false]);
  assertEquals(lab.state.run.value!.trainLosses.length, measured);
  assertEquals([lab.state.status.value, lab.state.run.value!.finalLoss], ["done", 0.01]);
});

Deno.test("a run of few steps measures its losses after each", async () => {
  const { lab, asked } = labOf({ steps: 3 });
  await lab.training.train();
  assertEquals(asked.map(({ steps, evaluate }) => [steps, evaluate]), [[1, true], [1, true], [1, true]]);
});

Deno.test("a last frame that ended on time before it was measured is measured by itself", async () => {
  const { lab, asked } = labOf(
    { steps: 2 },
    ({ steps }, made) => made < 2 ? { trainLoss: null, makes: steps } : {},
  );
  await lab.training.train();
  assertEquals(asked.at(-1), { steps: 0, milliseconds: 0, evaluate: true });
  assertEquals([lab.state.run.value!.finalLoss, lab.state.status.value], [0.5, "done"]);
});

Deno.test("a run that diverges ends there, in its last step too, and nothing is measured of it", async () => {
  for (const at of [1, 2]) {
    const { lab, asked } = labOf(
      { steps: 2 },
      (_, made) => made + 1 === at ? { divergence: "too large", trainLoss: null } : {},
    );
    await lab.training.train();
    assertEquals([lab.state.status.value, asked.length], ["diverged", at]);
    await lab.training.resume();
    await lab.training.step();
    assertEquals(asked.length, at, "and cannot go on");
  }
});

Deno.test("the context that is shown is the typed one where it is known, else the text's second", () => {
  assertEquals([shownContext(FACTS, "c"), shownContext(FACTS, "a b c")], [[-1, 2], [1, 2]]);
  assertEquals([shownContext(FACTS, " "), shownContext(FACTS, "x b"), watchedContext(FACTS, "x b")], [
    [1, 0],
    [1, 0],
    null,
  ]);
  assertEquals(shownContext({ ...FACTS, samples: FACTS.samples.slice(0, 1) }, ""), [0, 1]);
});

Deno.test("the sentence follows the run: nothing read, a step of some, a loss and its floor, diverged", () => {
  const run = (losses: number[]) => ({ ...newRun(1, { ...DEFAULT_SETTINGS, steps: 9 }, FACTS), losses });
  const guess = { context: "a", token: "b", probability: 0.1234 };
  assertEquals(
    trainSentence(run([]), "running", null),
    "The network has read nothing yet: it guesses. What will it say once it is trained?",
  );
  assertEquals(
    trainSentence(run([2, 1.5]), "running", guess),
    "Step 2 of 9: after ⟦a⟧ it says ⟦b⟧, 12.3\u00a0%.",
  );
  assertEquals(trainSentence(run([2, 1.5]), "running", null), "Step 2 of 9: the loss is 1.500.");
  assertEquals(
    trainSentence(run([2, 1.5]), "paused", null),
    "Its loss is 1.500 nats, the text's floor 0.250.",
  );
  assertStringIncludes(trainSentence(run([]), "diverged", null), "diverged");
  const sure = (probability: number) =>
    trainSentence(run([1]), "running", { ...guess, probability }).split("⟧, ")[1];
  assertEquals([sure(1), sure(0.9996), sure(0.9994)], ["100\u00a0%.", "over 99.9\u00a0%.", "99.9\u00a0%."]);
});

Deno.test("of equal logits the first is the guess; of none there is none", () => {
  const look = { step: 0, context: [], points: [], shown: 1 };
  const guess = guessOf({ ...look, logits: [1, 3, 3] }, "a", String)!;
  assertEquals([guess.token, Math.round(guess.probability * 1000)], ["1", 468]);
  assertEquals(guessOf({ ...look, logits: [] }, "a", String), null);
});

Deno.test("a problem has the remedy of its code, with the settings as they are", () => {
  const remedy = (code: TrainingErrorCode, settings: Partial<TrainingSettings> = {}) =>
    problemOf(new TrainingError(code, "m"), { ...DEFAULT_SETTINGS, ...settings }).remedy?.change;
  assertEquals([remedy("memory"), remedy("memory", { batch: 8 })], [{ batch: 256 }, {
    hidden: 64,
    vocabulary: 1000,
  }]);
  assertEquals([remedy("sizes"), remedy("context_too_long"), remedy("rate")], [
    { hidden: 6 },
    { context: 1 },
    { learning_rate: 0.05 },
  ]);
  assertEquals([remedy("no_text"), problemOf(new Error("m"), DEFAULT_SETTINGS)], [undefined, {
    message: "m",
    remedy: undefined,
  }]);
});

Deno.test("the experiments that are offered, as their addresses have them", () => {
  const shipped = "embedding=32&hidden=64&learning_rate=0.003&batch=256&dropout=0.2&held_out=10";
  const sorted = (query: string) => query.split("&").filter(Boolean).sort();
  assertEquals(
    PRESETS.map(({ settings }) => sorted(`${formatTrainQuery(settings, false)}`)),
    [
      "",
      "activation=tanh&optimizer=sgd&learning_rate=0.5&steps=300",
      "optimizer=sgd&learning_rate=500",
      `corpus=parcel_messages&steps=300&${shipped}`,
      `corpus=parcel_messages&tokens=bpe&vocabulary=512&context=4&steps=400&${shipped}`,
      `corpus=everyday&vocabulary=2000&context=3&steps=1000&${shipped.replace("hidden=64", "hidden=128")}`,
    ].map(sorted),
  );
});

Deno.test("a run of the server, and none at all, have no step to go back to", async () => {
  const { lab } = labOf({ steps: 2 });
  await lab.training.rewind(0);
  assertEquals([lab.state.status.value, lab.state.problem.value], ["idle", null]);
  await lab.training.train();
  lab.state.run.value = { ...lab.state.run.value!, where: "server" };
  await lab.training.rewind(0);
  assertEquals([lab.state.status.value, lab.state.run.value.losses.length], ["done", 2]);
});

Deno.test("only a paused run that is not over makes a step or goes on, and only a running one pauses", async () => {
  const { lab, asked } = labOf({ steps: 3 });
  await Promise.all([lab.training.step(), lab.training.resume()]);
  lab.training.pause();
  assertEquals([asked, lab.state.status.value], [[], "idle"]);
  const training = lab.training.train();
  while (asked.length === 0) await Promise.resolve();
  await lab.training.step();
  lab.training.pause();
  await training;
  assertEquals([lab.state.status.value, asked.length], ["paused", 1]);
  await lab.training.step();
  assertEquals([lab.state.status.value, asked.length], ["paused", 2]);
  await lab.training.step();
  assertEquals([lab.state.status.value, lab.state.run.value!.finalLoss], ["done", 1 / 3]);
  await lab.training.resume();
  lab.training.pause();
  assertEquals([lab.state.status.value, asked.length], ["done", 3]);
});
