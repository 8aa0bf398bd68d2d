import { assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import type { GeneratedToken, GenerateOptions, StopReason } from "@/lib/lm/generation/generation.ts";
import { generate } from "@/lib/lm/generation/generate.ts";
import type { LanguageModel, LogitsOptions } from "@/lib/lm/language_model.ts";
import { DEFAULT_SAMPLER } from "@/lib/lm/sampler/settings.ts";
import { stopReasonOf } from "@/lib/lm/generation/stop_reason_of.ts";
import reference from "../../reference/numpy_default_rng.json" with { type: "json" };
import { type FakeModel, fakeModel } from "../fake_model.ts";

const { logits, temperature, tokens, samples } = reference.choice;
const options: GenerateOptions = {
  prompt: [0],
  sampler: DEFAULT_SAMPLER,
  pick: "greedy",
  seed: 4,
  maxTokens: 8,
};
const sampling: GenerateOptions = {
  ...options,
  sampler: { ...DEFAULT_SAMPLER, temperature },
  pick: "sample",
};

/** The same three tokens at every position: warehouse, hub, carrier. */
function messages(settings: { contextLength?: number; delay?: number } = {}): FakeModel {
  return fakeModel({ tokens: tokens.map((token) => " " + token), next: () => logits, ...settings });
}

/** Every token is followed by the next one; the last is an end token. */
function alphabet(settings: { contextLength?: number } = {}): FakeModel {
  return fakeModel({ tokens: ["a", "b", "c", "d", "\n", "e", "</s>"], endTokens: [6], ...settings });
}

async function run(
  model: LanguageModel,
  settings: GenerateOptions,
): Promise<{ generated: GeneratedToken[]; ids: number[]; stop: StopReason }> {
  const generated: GeneratedToken[] = [];
  const loop = generate(model, settings);
  for (let step = await loop.next();; step = await loop.next()) {
    if (step.done) return { generated, ids: generated.map((token) => token.id), stop: step.value };
    generated.push(step.value);
  }
}

Deno.test("generate() greedily takes the likeliest token until the limit", async () => {
  const { ids, stop } = await run(messages(), options);
  assertEquals([ids, stop], [Array(8).fill(0), "limit"]);
});

Deno.test("generate() samples what NumPy samples: token i with draw i", async () => {
  const { ids } = await run(messages(), { ...sampling, maxTokens: 32 });
  assertEquals(ids.map((id) => tokens[id]), samples);
});

Deno.test("generate() keeps a later token's draw when earlier ones were given", async () => {
  const { ids, generated } = await run(messages(), { ...sampling, path: [1, 1, 1] });
  assertEquals(ids.slice(0, 3), [1, 1, 1]);
  assertEquals(ids.slice(3).map((id) => tokens[id]), samples.slice(3, 8));
  assertEquals(generated.map((token) => token.given), [true, true, true, false, false, false, false, false]);
});

Deno.test("generate() knows each token's place in its distribution", async () => {
  const { generated: [token] } = await run(messages(), { ...sampling, path: [2], maxTokens: 1, top: 2 });
  const p = [2.4, 1.7, 0.2].map((logit) => Math.exp(logit - 2.4));
  const sum = p.reduce((a, b) => a + b);
  assertEquals([token!.rank, token!.index, token!.given, token!.dropped], [3, 0, true, []]);
  assertAlmostEquals(token!.logProbability, Math.log(p[2]! / sum), 1e-6);
  assertAlmostEquals(token!.shapedProbability, reference.choice.probabilities[2]!, 1e-6);
  assertAlmostEquals(token!.entropy, -p.reduce((h, e) => h + e / sum * Math.log(e / sum), 0), 1e-6);
  assertEquals(token!.top.map((other) => [other.id, other.rank]), [[0, 1], [1, 2]]);
});

Deno.test("generate() gives a replayed path the figures of the run that made it", async () => {
  const settings = {
    ...sampling,
    sampler: { ...sampling.sampler, repetition_penalty: 1.3, top_k: 2 },
    top: 3,
  };
  const first = await run(messages(), settings);
  const replayed = await run(messages(), { ...settings, path: first.ids });
  const figures = (tokens: GeneratedToken[]) => tokens.map((token) => ({ ...token, given: true, run: null }));
  assertEquals(figures(replayed.generated), figures(first.generated));
  assertEquals(replayed.stop, first.stop);
});

Deno.test("generate() evaluates given tokens in few passes and goes on from the cache", async () => {
  const model = messages();
  const { generated } = await run(model, { ...options, path: Array(40).fill(1), maxTokens: 42 });
  assertEquals(model.calls.map(({ tokens, rows }) => [tokens.length, rows]), [[32, 32], [40, 8], [41, 1], [
    42,
    1,
  ]]);
  assertEquals(generated.map((token) => token.run?.computed ?? 0).filter((computed) => computed > 0), [
    32,
    8,
    1,
    1,
  ]);
});

Deno.test("generate() asks the model to recompute everything without a cache", async () => {
  const model = messages();
  const { generated } = await run(model, { ...options, maxTokens: 3, cache: false });
  assertEquals(generated.map((token) => token.run!.computed), [1, 2, 3]);
});

Deno.test("generate() yields the end token, then stops", async () => {
  assertEquals(await run(alphabet(), options).then(({ ids, stop }) => [ids, stop]), [
    [1, 2, 3, 4, 5, 6],
    "end",
  ]);
  const { ids, stop } = await run(alphabet(), { ...options, stopAtEnd: false });
  assertEquals([ids, stop], [[1, 2, 3, 4, 5, 6, 0, 1], "limit"]);
});

Deno.test("generate() yields the token that completes a stop string or a blocked phrase", async () => {
  const stopped = await run(alphabet(), { ...options, stop: ["d\ne"] });
  assertEquals([stopped.ids, stopped.stop], [[1, 2, 3, 4, 5], "stop"]);
  const blocked = await run(alphabet(), { ...options, blocked: ["cd"], stop: ["d\ne"] });
  assertEquals([blocked.ids, blocked.stop], [[1, 2, 3], "blocked"]);
});

Deno.test("generate() yields a path whole, past the limit and past a stop string", async () => {
  const { ids, stop } = await run(messages(), {
    ...options,
    path: [1, 2, 1, 2],
    maxTokens: 2,
    stop: ["carrier hub"],
  });
  assertEquals([ids, stop], [[1, 2, 1, 2], "limit"]);
  const ended = await run(alphabet(), { ...options, path: [6, 1] });
  assertEquals([ended.ids, ended.stop], [[6, 1, 2, 3, 4, 5, 6], "end"]);
});

Deno.test("generate() stops for the reason that stopReasonOf() derives", async () => {
  for (const change of [{}, { maxTokens: 3 }, { stop: ["c"] }, { blocked: ["\n"] }, { contextLimit: 4 }]) {
    const model = alphabet();
    const { ids, stop } = await run(model, { ...options, ...change });
    assertEquals(stopReasonOf(model, { ...options, ...change }, ids), stop);
    for (let n = 0; n < ids.length; n++) {
      assertEquals(stopReasonOf(model, { ...options, ...change }, ids.slice(0, n)), "visitor");
    }
  }
});

Deno.test("generate() stops when the context is full and the policy rejects", async () => {
  const model = messages({ contextLength: 4 });
  const { ids, stop } = await run(model, { ...options, prompt: [0, 1] });
  assertEquals([ids.length, stop], [2, "context"]);
  assertEquals(await run(model, { ...options, prompt: [0, 0, 0, 0, 0] }).then((r) => [r.ids, r.stop]), [
    [],
    "context",
  ]);
  assertEquals(await run(model, { ...options, path: Array(9).fill(2) }).then((r) => [r.ids, r.stop]), [[
    2,
    2,
    2,
  ], "context"]);
});

Deno.test("generate() goes on after dropping the start, and says what was dropped", async () => {
  const model = messages({ contextLength: 4 });
  const settings: GenerateOptions = {
    ...options,
    prompt: [0, 1, 2],
    contextPolicy: "truncate_start",
    maxTokens: 4,
  };
  const { generated, stop } = await run(model, settings);
  assertEquals(stop, "limit");
  assertEquals(generated.map((token) => token.dropped), [[], [[0, 1]], [[0, 2]], [[0, 3]]]);
  assertEquals(model.calls.map((call) => call.tokens), [[0, 1, 2], [1, 2, 0], [2, 0, 0], [0, 0, 0]]);
});

Deno.test("generate() keeps the sinks or a prefix when the context slides", async () => {
  const dropped = async (contextPolicy: "slide_with_sinks" | "keep_prefix" | "truncate_middle") => {
    const settings = {
      ...options,
      prompt: [0, 1, 2, 0, 1, 2, 0, 1],
      contextLimit: 8,
      contextPolicy,
      maxTokens: 2,
    };
    const { generated } = await run(messages(), settings);
    return generated.map((token) => token.dropped);
  };
  assertEquals(await dropped("slide_with_sinks"), [[[4, 5]], [[4, 6]]]);
  assertEquals(await dropped("keep_prefix"), [[[2, 3]], [[2, 4]]]);
  assertEquals(await dropped("truncate_middle"), [[[3, 4]], [[3, 5]]]);
});

Deno.test("generate() replays given tokens with the context that each of them had", async () => {
  const settings: GenerateOptions = {
    ...options,
    prompt: [0, 1],
    contextLimit: 4,
    contextPolicy: "truncate_start",
    maxTokens: 6,
  };
  const first = await run(messages(), settings);
  const replayed = await run(messages(), { ...settings, path: first.ids });
  assertEquals(
    replayed.generated.map((token) => token.dropped),
    first.generated.map((token) => token.dropped),
  );
});

Deno.test("generate() ends with visitor when it is aborted, between passes and within one", async () => {
  const aborted = await run(messages(), { ...options, signal: AbortSignal.abort() });
  assertEquals([aborted.ids, aborted.stop], [[], "visitor"]);
  const controller = new AbortController();
  const loop = generate(messages({ delay: 60_000 }), { ...options, signal: controller.signal });
  const pending = loop.next();
  controller.abort();
  assertEquals(await pending, { done: true, value: "visitor" });
  const between = new AbortController();
  const steps = generate(messages(), { ...options, signal: between.signal });
  assertEquals((await steps.next()).done, false);
  between.abort();
  assertEquals(await steps.next(), { done: true, value: "visitor" });
});

Deno.test("generate() passes on what the model throws", async () => {
  const failing = fakeModel({ tokens: ["a"], next: () => [NaN] });
  await assertRejects(() => run(failing, options), RangeError, "not a number");
  const disposed = messages();
  await disposed.dispose();
  await assertRejects(() => run(disposed, options), Error, "disposed");
});

Deno.test("generate() rejects options out of range before the model runs", async () => {
  const wrong: [Partial<GenerateOptions>, string][] = [
    [{ prompt: [] }, "empty prompt"],
    [{ prompt: [3] }, "Token 3 is outside"],
    [{ path: [-1] }, "Token -1 is outside"],
    [{ seed: -1 }, "seed -1"],
    [{ maxTokens: NaN }, "maxTokens NaN"],
    [{ top: -1 }, "top -1"],
    [{ contextLimit: 0 }, "contextLimit 0"],
    [{ contextLimit: 1, contextPolicy: "truncate_start" }, "contextLimit 1"],
    [{ contextPolicy: "summarize" }, 'context policy "summarize"'],
    [{ sampler: { ...DEFAULT_SAMPLER, temperature: -1 } }, "temperature -1"],
  ];
  for (const [change, message] of wrong) {
    const model = messages();
    await assertRejects(() => run(model, { ...options, ...change }), RangeError, message);
    assertEquals(model.calls, []);
  }
});

/** A model whose passes behind the first are decided by the test. */
function intercepted(pass: (options: LogitsOptions) => Promise<Float32Array[]>): LanguageModel {
  const model = messages();
  const first = model.logits.bind(model);
  let passes = 0;
  return Object.assign(model, {
    logits: (ids: readonly number[], options: LogitsOptions = {}) =>
      ++passes === 1 ? first(ids, options) : pass(options),
  });
}

Deno.test("generate() asks for the next row before the token is taken, and calls it off where nobody takes more", async () => {
  const asked: (AbortSignal | undefined)[] = [];
  const model = intercepted(({ signal }) => (asked.push(signal), new Promise(() => {})));
  const steps = generate(model, options);
  assertEquals((await steps.next()).done, false);
  assertEquals(asked.map((signal) => signal?.aborted), [false]);
  await steps.return("visitor");
  assertEquals(asked.map((signal) => signal?.aborted), [true]);
});

Deno.test("generate() fails with the token whose pass failed, and with none before it", async () => {
  const steps = generate(intercepted(() => Promise.reject(new Error("lost"))), options);
  assertEquals((await steps.next()).done, false);
  await new Promise((resolve) => setTimeout(resolve));
  await assertRejects(() => steps.next(), Error, "lost");
});

Deno.test("generate() asks for no row behind the last token", async () => {
  const model = intercepted(() => Promise.reject(new Error("asked for more")));
  assertEquals((await run(model, { ...options, maxTokens: 1 })).stop, "limit");
});
