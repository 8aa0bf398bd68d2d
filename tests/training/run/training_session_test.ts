import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import type { EngineCandidate } from "@/lib/training/engines/choose_engine.ts";
import type { TrainingEngine } from "@/lib/training/engines/engine.ts";
import { createPlainEngine } from "@/lib/training/engines/plain_engine.ts";
import { plainCandidate } from "@/lib/training/engines/plain_candidate.ts";
import { createTrainingClient } from "@/lib/training/run/training_client.ts";
import { TrainingError } from "@/lib/training/training_error.ts";
import { DEFAULT_SETTINGS, type TrainingSettings } from "@/lib/training/training_settings.ts";
import worked from "@/tests/reference/torch_neural_ngram.json" with { type: "json" };
import { localWorker, type LocalWorkerOptions } from "@/tests/training/local_worker.ts";

const ALL = { milliseconds: Infinity, evaluate: true };

function open(options: LocalWorkerOptions = {}) {
  const worker = localWorker(options);
  return { worker, client: createTrainingClient(worker) };
}

/** Starts a run and expects a failure that says this. */
async function assertRefused(change: Partial<TrainingSettings>, words: string): Promise<void> {
  const { client } = open();
  const error = await assertRejects(
    () => client.request("start", { settings: { ...DEFAULT_SETTINGS, ...change } }),
    TrainingError,
  );
  assertStringIncludes(error.message, words);
  client.terminate();
}

Deno.test("a worker trains the worked example: PyTorch's losses, and hub after left regional", async () => {
  const { client } = open();
  const facts = await client.request("start", { settings: DEFAULT_SETTINGS });
  assertAlmostEquals(facts.floorNats, Math.LN2 / 2, 1e-12);
  assertEquals([facts.parameters, facts.trainExamples, facts.engine.backend], [392, 12, "cpu"]);
  const progress = await client.request("advance", { ...ALL, steps: 120 });
  assertEquals([progress.step, progress.divergence], [120, null]);
  assertAlmostEquals(progress.trainLoss!, worked.runs["7"].final_loss, 1e-4);
  progress.records.forEach(({ loss }, step) =>
    assertAlmostEquals(loss, worked.runs["7"].losses[step]!, 1e-4)
  );
  client.terminate();
});

Deno.test("a worker answers how the network stands: look, trace, counts, weights", async () => {
  const { client } = open();
  const facts = await client.request("start", { settings: DEFAULT_SETTINGS });
  await client.request("advance", { ...ALL, steps: 120 });
  const id = (word: string) => facts.tokenizer.tokens.indexOf(word);
  const context = [id("left"), id("regional")];
  const look = await client.request("look", { context });
  assertEquals(look.logits.indexOf(Math.max(...look.logits)), id("hub"));
  assertEquals(look.points.length, 8);
  assert(look.shown > 0.3 && look.shown <= 1);
  const trace = await client.request("trace", { context, target: id("hub") });
  assertAlmostEquals(trace.loss, -Math.log(trace.probabilities[id("hub")]!), 1e-5);
  assertAlmostEquals(trace.gradients.logits.reduce((sum, value) => sum + value, 0), 0, 1e-6);
  const counts = await client.request("counts", {});
  const row = (name: string) => counts.rows.find((each) => each.name.startsWith(name))!.train;
  assertAlmostEquals(row("3-gram counts, no smoothing").nats, Math.LN2 / 2, 1e-9);
  assertAlmostEquals(row("every token alike").perplexity, 8, 1e-9);
  assertAlmostEquals(row("this network").nats, worked.runs["7"].final_loss, 1e-4);
  // What is told are each message's words from the third on, each with the space before it.
  const told = DEFAULT_SETTINGS.corpus.split("\n").flatMap((message) => message.split(" ").slice(2));
  const bytes = told.reduce((sum, word) => sum + word.length + 1, 0);
  const bits = row("this network").nats * told.length / Math.LN2;
  assertEquals(counts.trainExamples, told.length);
  assertAlmostEquals(row("this network").bitsPerByte, bits / bytes, 1e-9);
  // Contexts that the text does not have, each of two of its words.
  const unseen = counts.unseen.map(({ context }) =>
    context.map((id) => facts.tokenizer.tokens[id]).join(" ")
  );
  assertEquals([unseen.length, new Set(unseen).size], [3, 3]);
  for (const pair of unseen) assertMatch(pair, /^\w+ \w+$/);
  assertEquals(unseen.filter((pair) => DEFAULT_SETTINGS.corpus.includes(pair)), []);
  const weights = await client.request("weights", {});
  assertEquals(weights.embedding.length, 48);
  client.terminate();
});

Deno.test("rewind goes back to any checkpoint and the run repeats itself", async () => {
  const { client } = open();
  await client.request("start", { settings: { ...DEFAULT_SETTINGS, batch: 4, dropout: 0.2, steps: 200 } });
  const first = await client.request("advance", { ...ALL, steps: 200 });
  assertEquals(first.checkpoints[0], 0);
  const back = first.checkpoints.at(-3)!;
  assertEquals(await client.request("rewind", { step: back }), { step: back });
  const again = await client.request("advance", { ...ALL, steps: 200 - back });
  assertEquals(again.records.map(({ loss }) => loss), first.records.slice(back).map(({ loss }) => loss));
  assertEquals(again.trainLoss, first.trainLoss);
  client.terminate();
});

Deno.test("held-out sentences are tested on and not trained on", async () => {
  const { client } = open();
  const facts = await client.request("start", { settings: { ...DEFAULT_SETTINGS, held_out: 34 } });
  assertEquals([facts.trainExamples, facts.heldOutExamples], [8, 4]);
  const { heldOutLoss } = await client.request("advance", { ...ALL, steps: 40 });
  assert(heldOutLoss !== null && heldOutLoss > 0.3);
  const counts = await client.request("counts", {});
  assert(counts.rows.every(({ heldOut }) => heldOut !== null));
  client.terminate();
});

Deno.test("bad input is refused with what to do", async () => {
  await assertRefused({ corpus: "" }, "no text to learn from");
  await assertRefused({ corpus: " \n\n " }, "no text to learn from");
  await assertRefused({ corpus: "word" }, "One token has nothing before it");
  await assertRefused({ corpus: "word\nword" }, "context of at most 1");
  await assertRefused({ corpus: "a a a a" }, "only one distinct token");
  await assertRefused({ context: 8 }, "longest sentence has 4 tokens");
  await assertRefused({ learning_rate: NaN }, "must be a number from 0 up: received NaN");
  await assertRefused({ learning_rate: Infinity }, "received Infinity");
  await assertRefused({ tie: true }, "make them equal");
  await assertRefused({ corpus: "everyday" }, "could not be loaded");
});

Deno.test("one sentence, and a context as long as it allows, train", async () => {
  for (const context of [1, 3]) {
    const { client } = open();
    await client.request("start", {
      settings: { ...DEFAULT_SETTINGS, corpus: "order left local warehouse", context },
    });
    const { trainLoss } = await client.request("advance", { ...ALL, steps: 60 });
    assert(trainLoss! < 0.01, `${trainLoss}`);
    client.terminate();
  }
});

Deno.test("a vocabulary of 50,000 is cut to the most frequent words, or refused where a step would not fit", async () => {
  const words = Array.from({ length: 50_000 }, (_, i) => `w${i}`);
  const corpus = Array.from({ length: 500 }, (_, i) => words.slice(i * 100, i * 100 + 100).join(" ")).join(
    "\n",
  );
  await assertRefused({ corpus, vocabulary: 50_000 }, "use batches of 256");
  const { client } = open();
  const facts = await client.request("start", {
    settings: { ...DEFAULT_SETTINGS, corpus, vocabulary: 100, batch: 8, steps: 1 },
  });
  assertEquals(facts.shape.vocabulary, 100);
  assertEquals(facts.tokenizer.tokens[facts.tokenizer.unknown!], "<unk>");
  client.terminate();
});

/** A candidate that trains as the plain engine and fails at a step, or cannot be created. */
function failing(backend: "wasm" | "webgpu", at: number | null): EngineCandidate {
  return {
    backend,
    create(spec) {
      if (at === null) return Promise.reject(new Error(`no ${backend} here`));
      const engine = createPlainEngine(spec);
      let steps = 0;
      const step: TrainingEngine["step"] = (batch, options) =>
        options.rate > 0 && ++steps > at
          ? Promise.reject(new Error("device lost"))
          : engine.step(batch, options);
      return Promise.resolve({ ...engine, backend, step });
    },
  };
}

Deno.test("a backend that dies is replaced, and the figures stay the same", async () => {
  const { client } = open({ candidates: [failing("webgpu", 30), { ...plainCandidate("stand-in") }] });
  const facts = await client.request("start", { settings: DEFAULT_SETTINGS });
  assertEquals(facts.engine.backend, "webgpu");
  const { records, engine } = await client.request("advance", { ...ALL, steps: 120 });
  assertEquals(records.map(({ step }) => step), Array.from({ length: 120 }, (_, i) => i));
  records.forEach(({ loss }, step) => assertAlmostEquals(loss, worked.runs["7"].losses[step]!, 1e-4));
  assertEquals(engine.backend, "cpu");
  assertStringIncludes(engine.notices.join(), "device lost");
  client.terminate();
});

Deno.test("another run on the same worker gives the memory of the one before back", async () => {
  const engines = { made: 0, disposed: 0 };
  const candidate: EngineCandidate = {
    ...plainCandidate(),
    create(spec) {
      engines.made++;
      const dispose = () => void engines.disposed++;
      return Promise.resolve({ ...createPlainEngine(spec), dispose });
    },
  };
  const { client } = open({ candidates: [candidate] });
  for (let run = 1; run <= 3; run++) {
    await client.request("start", { settings: DEFAULT_SETTINGS });
    assertEquals(engines.made - engines.disposed, 1, `one engine is there in run ${run}`);
  }
  client.terminate();
});

Deno.test("a backend that does not come up is passed over; without any the reason is told", async () => {
  const { client } = open({ candidates: [failing("wasm", null), plainCandidate()] });
  const { engine } = await client.request("start", { settings: DEFAULT_SETTINGS });
  assertEquals(engine.backend, "cpu");
  assertEquals(engine.measured[0], { backend: "wasm", milliseconds: null, reason: "no wasm here" });
  client.terminate();
  const none = open({ candidates: [failing("wasm", null)] });
  await assertRejects(
    () => none.client.request("start", { settings: DEFAULT_SETTINGS }),
    TrainingError,
    "no wasm here",
  );
  none.client.terminate();
});

Deno.test("a diverging run stops with the reason", async () => {
  const { client } = open();
  const settings = { ...DEFAULT_SETTINGS, optimizer: "sgd" as const, learning_rate: 1000 };
  await client.request("start", { settings });
  const { divergence, step, trainLoss } = await client.request("advance", { ...ALL, steps: 120 });
  assertStringIncludes(divergence!, "Lower the learning rate");
  assert(step < 120 && trainLoss === null);
  client.terminate();
});

Deno.test("a lost worker rejects what is open and everything after", async () => {
  const { worker, client } = open();
  const open_ = client.request("start", { settings: DEFAULT_SETTINGS });
  worker.crash("out of memory");
  await assertRejects(() => open_, TrainingError, "out of memory");
  await assertRejects(() => client.request("counts", {}), TrainingError, "train again");
  assert(worker.terminated);
});
