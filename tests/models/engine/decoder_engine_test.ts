/** An engine around a decoder whose rows are a function of every token: rows, scores, decisions, failures. */
import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { logSoftmax } from "@/lib/lm/distribution/softmax.ts";
import type { TokenQuestion } from "@/lib/lm/generation/decide_token.ts";
import { DEFAULT_SAMPLER } from "@/lib/lm/sampler/settings.ts";
import type { Engine } from "@/lib/models/engine.ts";
import { Decoder } from "@/lib/models/engine/decoder.ts";
import { decoderEngine } from "@/lib/models/engine/decoder_engine.ts";
import { createPassAhead } from "@/lib/models/engine/pass_ahead.ts";
import type { TextCodec } from "@/lib/models/engine/text_codec.ts";
import { ModelError } from "@/lib/models/model_provider.ts";
import { fakeDecoderModel, logitsAfter } from "../fake_decoder_model.ts";

const noPause = () => Promise.resolve();
const { signal } = new AbortController();
const QUESTION: TokenQuestion = {
  ...{ sampler: DEFAULT_SAMPLER, pick: "greedy", seed: 0, index: 0, context: [], top: 0 },
};

function setUp(facts: Partial<Engine["facts"]> = {}, pause: (() => Promise<void>) | null = noPause) {
  const model = fakeDecoderModel();
  const decoder = new Decoder(model, noPause);
  let released = 0;
  const engine = decoderEngine({} as TextCodec, decoder, {
    facts: { beginToken: null, endTokens: [], ...facts } as unknown as Engine["facts"],
    lost: new Promise<never>(() => {}),
    release: () => released++,
    ...(pause && { pause }),
  });
  return { model, engine, released: () => released };
}

/** The likeliest token after others. */
function greedy(tokens: readonly number[]): number {
  const row = logitsAfter(tokens);
  return row.indexOf(Math.max(...row));
}

Deno.test("logits() gives the rows that are asked for, one at least, each in a buffer of its own", async () => {
  const { engine } = setUp();
  const rows = async (count: number) =>
    (await engine.logits([1, 2, 3], { rows: count, cache: true, signal })).rows;
  const expected = [[1], [1, 2], [1, 2, 3]].map(logitsAfter);
  for (const [count, from] of [[0, 2], [1, 2], [2, 1], [3, 0], [4, 0]] as const) {
    const given = await rows(count);
    assertEquals(given.map((row) => [...row]), expected.slice(from).map((row) => [...row]), `${count}`);
    assert(given.every(({ byteLength, buffer }) => byteLength === buffer.byteLength));
  }
});

Deno.test("score() scores each token by what stands before it, from the one that is named", async () => {
  const tokens = [3, 1, 4, 1];
  const { engine } = setUp({ beginToken: 9 });
  for (const from of [0, 1, 2, 3]) {
    const scored = await engine.score(tokens, { from, top: 2, signal });
    assertEquals(scored.map(({ id }) => id), tokens.slice(from));
    scored.forEach(({ logProbability, id, top }, index) => {
      const context = from === 0 ? [9, ...tokens.slice(0, index)] : tokens.slice(0, from + index);
      assertAlmostEquals(logProbability, logSoftmax(logitsAfter(context))[id]!, 1e-6);
      assertEquals([top.length, top[0]!.id], [2, greedy(context)]);
    });
  }
  assertEquals(await engine.score(tokens, { from: 4, top: 0, signal }), []);
});

Deno.test("score() needs a begin token for the first one alone; token 0 is one", async () => {
  const { engine, model } = setUp();
  const error = await assertRejects(() => engine.score([1, 2], { from: 0, top: 0, signal }), ModelError);
  assertEquals([error.code, model.steps.length], ["bad_token", 0]);
  assertEquals((await engine.score([1, 2], { from: 1, top: 0, signal })).length, 1);
  assertEquals((await setUp({ beginToken: 0 }).engine.score([1, 2], { from: 0, top: 0, signal })).length, 2);
});

Deno.test("score() reads all tokens but the last, which may be one more than the context holds", async () => {
  const { engine, model } = setUp();
  const tokens = Array.from({ length: model.contextLength + 1 }, (_, at) => at % 11);
  const scored = await engine.score(tokens, { from: 1, top: 0, signal });
  assertEquals(scored.length, model.contextLength);
  assertEquals(model.steps.flatMap((step) => [...step.tokens]), tokens.slice(0, -1));
  const error = await assertRejects(
    () => engine.score([...tokens, 1], { from: 1, top: 0, signal }),
    ModelError,
  );
  assertEquals(error.code, "too_long");
  const passes = model.steps.length;
  assertEquals(await engine.score([1], { from: 1, top: 0, signal }), []);
  assertEquals(model.steps.length, passes);
});

Deno.test("decide() picks the token, and begins the pass behind it unless that is an end, or nothing is kept", async () => {
  const id = greedy([1, 2]);
  const passes = async (
    facts: Partial<Engine["facts"]>,
    cache: boolean,
    pause: (() => Promise<void>) | null,
  ) => {
    const { engine, model } = setUp(facts, pause);
    const { decision } = await engine.decide([1, 2], { question: QUESTION, cache, signal });
    assertEquals(decision.id, id);
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    const passed = model.steps.length;
    await engine.dispose();
    return passed;
  };
  assertEquals(await passes({}, true, noPause), 2);
  assertEquals(await passes({ endTokens: [id] }, true, noPause), 1);
  assertEquals(await passes({}, false, noPause), 1);
  assertEquals(await passes({}, true, null), 1);
});

Deno.test("decide() takes the row that was begun for the very text, and computes any other", async () => {
  const { engine, model } = setUp();
  const decide = async (tokens: readonly number[], cache = true) => {
    const { decision, run } = await engine.decide(tokens, { question: QUESTION, cache, signal });
    assertEquals(decision.id, greedy(tokens), `after ${tokens}`);
    return [decision.id, run.computed] as const;
  };
  const [second] = await decide([1, 2]);
  const [third] = await decide([1, 2, second]);
  const begun = model.steps.length;
  assertEquals((await decide([1, 2, second, third]))[1], 1);
  assert(model.steps.length <= begun + 1, "one pass further");
  await decide([1, 2, (third + 1) % 11]);
  await decide([1, 2, (third + 1) % 11], false);
  await engine.dispose();
});

Deno.test("a call that was called off decides nothing, and a failure of any kind is a ModelError", async () => {
  const { engine, model } = setUp();
  const error = await assertRejects(
    () => engine.decide([1], { question: QUESTION, cache: true, signal: AbortSignal.abort() }),
    ModelError,
  );
  assertEquals([error.code, model.steps.length], ["aborted", 0]);
  model.onRun = () => {
    throw new Error("OrtRun failed");
  };
  const asked = { rows: 1, cache: true, signal };
  assertEquals((await assertRejects(() => engine.logits([1], asked), ModelError)).code, "internal");
  await assertRejects(() => engine.score([1, 2], { from: 1, top: 0, signal }), ModelError);
  await assertRejects(() => engine.decide([1], { question: QUESTION, cache: true, signal }), ModelError);
});

Deno.test("dispose() gives back what the cache holds, and the model", async () => {
  const { engine, model, released } = setUp();
  await engine.logits([1, 2], { rows: 1, cache: true, signal });
  assertEquals(model.alive.size, 2);
  await engine.dispose();
  assertEquals([model.alive.size, released()], [0, 1]);
});

Deno.test("createPassAhead() gives a row for its own text once, and nothing where it failed or was never begun", async () => {
  const model = fakeDecoderModel();
  const ahead = createPassAhead(new Decoder(model, noPause), noPause);
  assertEquals(await ahead.take([1]), null);
  ahead.begin([1, 2]);
  assertEquals([...(await ahead.take([1, 2]))!.row], [...logitsAfter([1, 2])]);
  assertEquals(await ahead.take([1, 2]), null);
  for (const other of [[1], [1, 2, 3], [1, 3], [2, 2], []]) {
    ahead.begin([1, 2]);
    assertEquals(await ahead.take(other), null, `${other}`);
  }
  model.onRun = () => {
    throw new Error("gone");
  };
  ahead.begin([5, 6]);
  assertEquals(await ahead.take([5, 6]), null);
});
