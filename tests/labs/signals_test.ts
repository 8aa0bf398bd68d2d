/** Whoever computes for a page hands on its signal: a question that nobody waits for ends in the model too. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { DEFAULT_QUERY } from "@/lib/experiment/fields/predictor_fields.ts";
import { compareSides } from "@/lib/labs/compare/compare.ts";
import { countedRung, networkRung } from "@/lib/labs/ladder/climb.ts";
import { besideAnswer } from "@/lib/labs/predictor/beside/beside_answer.ts";
import { compareCache } from "@/lib/labs/predictor/compare_cache.ts";
import { inspectWhole } from "@/lib/labs/predictor/inspection.ts";
import { lookUp } from "@/lib/labs/predictor/look_up.ts";
import { predict } from "@/lib/labs/predictor/prediction.ts";
import { scorePrompt } from "@/lib/labs/predictor/prompt_scores.ts";
import { drift, passTimes } from "@/lib/labs/score/experiments.ts";
import { runTask } from "@/lib/labs/score/run_task.ts";
import { createScorer } from "@/lib/labs/score/scorer.ts";
import { serveScore } from "@/lib/labs/score/serve_score.ts";
import { measureWords } from "@/lib/labs/score/words/measure_words.ts";
import { readItems } from "@/lib/labs/score/words/read_items.ts";
import { generate } from "@/lib/lm/generation/generate.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { compareConventions } from "@/lib/lm/loss/text/compare_conventions.ts";
import { DEFAULT_CONVENTION } from "@/lib/lm/loss/text/convention.ts";
import { scoreDocument } from "@/lib/lm/loss/text/score_document.ts";
import { scoreText } from "@/lib/lm/loss/score_text.ts";
import { distribution, rawDistribution } from "@/lib/lm/sampler/distribution.ts";
import { DEFAULT_SAMPLER } from "@/lib/lm/sampler/settings.ts";
import { complete } from "@/routes/api/completions/completion.ts";
import { completionRequest } from "@/routes/api/completions/completion_request.ts";
import { fakeModel } from "../lm/fake_model.ts";

const TEXT = "abcabcab";

/** A model that keeps the signals it is asked with, and can do something at each question. */
function listening(onAsk: () => unknown = () => {}) {
  const signals: (AbortSignal | undefined)[] = [];
  const own = fakeModel({ tokens: ["<s>", "a", "b", "c"], beginToken: 0, contextLength: 64 });
  const model: LanguageModel = {
    ...own,
    logits: (tokens, options = {}) => (signals.push(options.signal), onAsk(), own.logits(tokens, options)),
    score: (tokens, options = {}) => (signals.push(options.signal), onAsk(), own.score(tokens, options)),
  };
  return { model, signals };
}

async function all<T>(parts: AsyncIterable<T>): Promise<void> {
  for await (const _ of parts);
}

const QUERY = { ...DEFAULT_QUERY, text: TEXT };

function predicted(model: LanguageModel, signal: AbortSignal, path: readonly number[] = []) {
  return predict({ model, query: { ...QUERY, path }, known: null, given: false, signal, onRun: () => {} });
}

/** An answer that is there already, of a model that nobody listens to. */
const there = (path: readonly number[] = []) =>
  predicted(listening().model, new AbortController().signal, path);

const task = (kind: "score" | "times" | "words" | "drift") =>
  ({
    kind,
    text: TEXT,
    convention: DEFAULT_CONVENTION,
    compare: true,
    regions: true,
    position: 2,
    wrong: 1,
  }) as never;

const score = (kind: "score" | "times" | "words" | "drift"): Work => (model, signal) =>
  all(runTask(model, task(kind), { signal, now: () => 0, onProgress: () => {} }));

type Work = (model: LanguageModel, signal: AbortSignal) => Promise<unknown>;

const WORK: Readonly<Record<string, Work>> = {
  generate: (model, signal) =>
    all(generate(model, {
      prompt: [0, 1],
      sampler: DEFAULT_SAMPLER,
      pick: "greedy",
      seed: 0,
      maxTokens: 3,
      signal,
    })),
  scoreText: (model, signal) => scoreText(model, TEXT, signal),
  scoreDocument: (model, signal) => scoreDocument(model, TEXT, { signal }),
  "scoreDocument in windows": (model, signal) => {
    const convention = { convention: "hf", window: 4, stride: 2, bos: null } as const;
    return scoreDocument(model, TEXT, { convention, signal });
  },
  compareConventions: async (model, signal) =>
    compareConventions(model, await scoreDocument(listening().model, TEXT), signal),
  compareSides: (model, signal) =>
    compareSides({ model, text: TEXT }, { model, text: "ab" }, { steps: 2, positions: 3, signal }),
  "compareSides of one text": async (model, signal) => {
    const other = listening();
    const sides = [{ model, text: TEXT }, { model: other.model, text: TEXT }] as const;
    await compareSides(...sides, { steps: 2, positions: 3, signal });
    assert(other.signals.length > 0);
  },
  "networkRung's next": (model, signal) => networkRung("x", model, signal).next(TEXT),
  "networkRung's bits": (model, signal) => networkRung("x", model, signal).bitsPerByte(TEXT),
  predict: (model, signal) => predicted(model, signal, [1, 2]),
  besideAnswer: async (model, signal) =>
    besideAnswer({ model, first: await there([1, 2]), query: QUERY, known: null, signal }),
  compareCache: async (model, signal) => compareCache({ ...await there([1, 2]), model }, signal, () => {}),
  inspectWhole: async (model, signal) => inspectWhole({ ...await there(), model }, 2, QUERY, signal),
  lookUp: (model, signal) => {
    const source = distribution(rawDistribution([0, 1, 2, 3]), { top: 4 });
    return lookUp("abc", { model, source, context: [0, 1], signal });
  },
  scorePrompt: async (model, signal) => scorePrompt({ ...await there(), model }, signal),
  passTimes: (model, signal) => passTimes(model, TEXT, () => 0, signal),
  drift: (model, signal) => drift(model, TEXT, { position: 2, wrong: 1 }, signal),
  measureWords: (model, signal) => measureWords(model, readItems(TEXT), { signal, onProgress: () => {} }),
  "runTask score": score("score"),
  "runTask times": score("times"),
  "runTask words": score("words"),
  "runTask drift": score("drift"),
  "createScorer with a hub model": (model, signal) =>
    createScorer(() => assert(false) as never, {} as never, () => 0).run(
      model,
      task("score"),
      { onAnswers: () => {} },
      signal,
    ),
  complete: (model, signal) => {
    const request = completionRequest.parse({ model: "x", echo: true, logprobs: 1, max_tokens: 2 });
    return all(complete(model, { context: [0, 1, 2, 3], added: 1 }, request, 0, signal));
  },
};

/** Whether the question of this number hears at once that nobody waits any more; null where there is no such question. */
async function hears(work: Work, number: number): Promise<boolean | null> {
  const controller = new AbortController();
  let heard: boolean | null = null;
  let count = 0;
  const { model, signals } = listening(() => {
    if (++count !== number) return;
    controller.abort(new Error("edited"));
    heard = signals.at(-1)?.aborted ?? false;
  });
  await work(model, controller.signal).catch(() => {});
  return heard;
}

for (const [name, work] of Object.entries(WORK)) {
  Deno.test(`${name} asks its model with the signal that it was given`, async () => {
    let number = 1;
    for (; number < 100; number++) {
      const heard = await hears(work, number);
      if (heard === null) break;
      assertEquals(heard, true, `question ${number} heard nothing`);
    }
    assert(number > 1, "the model was asked");
  });
}

/** Work of several questions, which ends at the next of them once it was called off. */
const LONG = [
  "scoreDocument in windows",
  "predict",
  "compareCache",
  "createScorer with a hub model",
] as const;

for (const name of LONG) {
  Deno.test(`${name} ends with its signal's reason, also where the model answers all the same`, async () => {
    const controller = new AbortController();
    const { model, signals } = listening(() => controller.abort(new Error("edited")));
    await assertRejects(() => WORK[name]!(model, controller.signal), Error, "edited");
    assertEquals(signals.length, 1);
  });
}

Deno.test("compareSides() has no answer for who went at its last question", async () => {
  const asked = async (stopAt: number) => {
    const controller = new AbortController();
    let count = 0;
    const { model } = listening(() => ++count === stopAt && controller.abort(new Error("edited")));
    const sides = [{ model, text: TEXT }, { model: { ...model }, text: TEXT }] as const;
    const limits = { steps: 2, positions: 3, signal: controller.signal };
    return await compareSides(...sides, limits).then(() => count, ({ message }) => message);
  };
  const all = await asked(Infinity) as number;
  assertEquals([all > 4, await asked(all)], [true, "edited"]);
});

Deno.test("a scoring worker asks its model with a signal that a cancel aborts", async () => {
  const { model, signals } = listening();
  const told = Promise.withResolvers<void>();
  const serve = serveScore({
    load: () => Promise.resolve(model),
    now: () => 0,
    reply: ({ kind }) => void (kind === "failed" && told.resolve()),
  });
  const ask = { kind: "ask", id: 1, model: "counts", sources: {} as never, task: task("drift") } as const;
  const asked = new Promise<void>((resolve) => {
    const own = model.score;
    Object.assign(model, {
      score: (...how: Parameters<typeof own>) => (resolve(),
        new Promise((_, reject) => {
          signals.push(how[1]?.signal);
          how[1]?.signal?.addEventListener("abort", () => reject(how[1]!.signal!.reason));
        })),
    });
  });
  serve(ask);
  await asked;
  serve({ kind: "cancel", id: 1 });
  await told.promise;
  assertEquals(signals.map((signal) => signal?.aborted), [true]);
});

Deno.test("a scoring worker loads no model for a task that was called off while it waited", async () => {
  const { model } = listening();
  const gate = Promise.withResolvers<LanguageModel>();
  const [loaded, told] = [[] as string[], [] as string[]];
  const over = Promise.withResolvers<void>();
  const serve = serveScore({
    load: (name) => (loaded.push(name), gate.promise),
    now: () => 0,
    reply: ({ kind, id }) => {
      if (kind === "failed" || kind === "done") told.push(`${id} ${kind}`);
      if (id === 2) over.resolve();
    },
  });
  const ask = (id: number, model: "counts" | "parcel-gru") =>
    serve({ kind: "ask", id, model, sources: {} as never, task: task("times") });
  ask(1, "counts");
  ask(2, "parcel-gru");
  serve({ kind: "cancel", id: 2 });
  gate.resolve(model);
  await over.promise;
  assertEquals([loaded, told], [["counts"], ["1 done", "2 failed"]]);
});

Deno.test("a task that nobody waits for is not sent to the worker, and a hub model's answers stop with its signal", async () => {
  const gone = AbortSignal.abort(new Error("edited"));
  const unused = createScorer(() => assert(false) as never, {} as never, () => 0);
  const listener = { onAnswers: () => assert(false) };
  await assertRejects(() => unused.run("counts", task("score"), listener, gone), Error, "edited");
  const partsUntil = async (stopAt: number) => {
    const controller = new AbortController();
    let [count, parts] = [0, 0];
    const { model } = listening(() => ++count === stopAt && controller.abort(new Error("edited")));
    const onAnswers = () => void parts++;
    const end = await unused.run(model, task("score"), { onAnswers }, controller.signal)
      .then(() => "done", ({ message }) => message);
    return { count, parts, end };
  };
  const { count, ...whole } = await partsUntil(Infinity);
  assertEquals(whole, { parts: 2, end: "done" });
  assertEquals(await partsUntil(count), { count, parts: 1, end: "edited" });
});

Deno.test("counts ask no model, and end by themselves", async () => {
  const { model, signals } = listening();
  await countedRung(model, null).next(TEXT);
  assertEquals(signals, []);
});
