import { assert, assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import type { ModelRun, TokenId } from "@/lib/lm/language_model.ts";
import { Decoder, type PassOptions, PREFILL_CHUNK } from "@/lib/models/engine/decoder.ts";
import { ModelError } from "@/lib/models/model_provider.ts";
import {
  type FakeDecoderModel,
  fakeDecoderModel,
  type FakeDecoderOptions,
  logitsAfter,
  VOCABULARY,
} from "../fake_decoder_model.ts";

const noPause = () => Promise.resolve();

function tokens(length: number, from = 0): number[] {
  return Array.from({ length }, (_, index) => (from + index * 7) % VOCABULARY);
}

function setUp(options: FakeDecoderOptions = {}, pause = noPause) {
  const model = fakeDecoderModel(options);
  return { model, decoder: new Decoder(model, pause) };
}

/** Runs a pass and checks each visited row; what the pass says of itself. */
async function check(
  decoder: Decoder,
  text: readonly TokenId[],
  changes: Partial<PassOptions> = {},
): Promise<ModelRun> {
  const visited: number[] = [];
  const visit = (row: Float32Array, position: number) => {
    visited.push(position);
    assertEquals(Float32Array.from(row), logitsAfter(text.slice(0, position + 1)), `after ${position}`);
  };
  const options = {
    firstRow: text.length - 1,
    cache: true,
    signal: new AbortController().signal,
    visit,
    ...changes,
  };
  const run = await decoder.pass(text, options);
  const expected = Array.from({ length: text.length - options.firstRow }, (_, i) => options.firstRow + i);
  assertEquals(visited, expected);
  return run;
}

function held(model: FakeDecoderModel): number {
  return model.alive.size;
}

Deno.test("pass() gives the same rows whatever was run before, in every form of graph", async () => {
  const text = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 300 });
  const call = fc.record({ text, back: fc.nat(20), cache: fc.boolean() });
  const form = fc.record({ hasCache: fc.boolean(), allRows: fc.boolean(), hasPositions: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(form, fc.array(call, { maxLength: 6 }), async (options, calls) => {
      const { model, decoder } = setUp(options);
      for (const { text, back, cache } of calls) {
        await check(decoder, text, { firstRow: Math.max(0, text.length - 1 - back), cache });
        assert(held(model) <= 2, "Replaced tensors are disposed");
      }
      decoder.clear();
      assertEquals(held(model), 0);
    }),
    { numRuns: 60 },
  );
});

Deno.test("pass() computes only what the cache lacks: one appended token, or what an edit changed", async () => {
  const { decoder } = setUp();
  const prompt = tokens(50);
  assertEquals((await check(decoder, prompt)).computed, 50);
  const appended = await check(decoder, [...prompt, 3]);
  assertEquals([appended.reused, appended.computed, appended.cacheTokens], [50, 1, 51]);
  const edited = await check(decoder, [...prompt.slice(0, 45), ...tokens(5, 5)]);
  assertEquals([edited.reused, edited.computed], [45, 5]);
  assertEquals(edited.cacheBytes, 2 * 8 * 50);
});

Deno.test("pass() of a text that the cache holds whole computes its last token again", async () => {
  const { decoder } = setUp();
  await check(decoder, tokens(20));
  assertEquals((await check(decoder, tokens(20))).computed, 1);
  assertEquals((await check(decoder, tokens(12))).reused, 11);
});

Deno.test("pass() that asks for earlier rows computes from there", async () => {
  const { decoder } = setUp();
  await check(decoder, tokens(20));
  assertEquals((await check(decoder, tokens(20), { firstRow: 5 })).reused, 5);
  assertEquals((await check(decoder, tokens(20), { firstRow: 0 })).reused, 0);
});

Deno.test("pass() without the cache computes everything and keeps nothing", async () => {
  const { model, decoder } = setUp();
  await check(decoder, tokens(30));
  const run = await check(decoder, tokens(31), { cache: false });
  assertEquals([run.reused, run.computed, run.cacheTokens, run.cacheBytes], [0, 31, 0, 0]);
  assertEquals(held(model), 0);
  assertEquals((await check(decoder, tokens(31))).reused, 0);
});

Deno.test("pass() runs a long prompt in chunks, with a pause between two", async () => {
  let pauses = 0;
  const { model, decoder } = setUp({}, () => Promise.resolve(void pauses++));
  await check(decoder, tokens(2 * PREFILL_CHUNK + 5));
  assertEquals(model.steps.map((step) => step.tokens.length), [PREFILL_CHUNK, PREFILL_CHUNK, 5]);
  assertEquals(PREFILL_CHUNK, 128, "a cancel is seen after so many tokens");
  assertEquals(model.steps.map((step) => step.rows), [1, 1, 1]);
  assertEquals(pauses, 2);
});

Deno.test("pass() over a graph without a cache runs the whole text at once", async () => {
  const { model, decoder } = setUp({ hasCache: false });
  await check(decoder, tokens(300));
  await check(decoder, tokens(301));
  assertEquals(model.steps.map((step) => [step.tokens.length, step.past]), [[300, null], [301, null]]);
});

Deno.test("pass() that is called off in the middle of a prompt keeps what it computed", async () => {
  const controller = new AbortController();
  const { decoder } = setUp({}, () => Promise.resolve(controller.abort()));
  const text = tokens(400);
  const error = await assertRejects(() => check(decoder, text, { signal: controller.signal }), ModelError);
  assertEquals(error.code, "aborted");
  const again = await check(decoder, text);
  assertEquals(again.reused, PREFILL_CHUNK);
});

Deno.test("pass() that is called off before it begins does not touch the model", async () => {
  const { model, decoder } = setUp();
  const error = await assertRejects(() => check(decoder, [1], { signal: AbortSignal.abort() }), ModelError);
  assertEquals([error.code, model.steps.length], ["aborted", 0]);
});

Deno.test("pass() refuses what would poison the runtime before it reaches it", async () => {
  const { model, decoder } = setUp({ contextLength: 64 });
  const cases: [readonly number[], string][] = [
    [[], "bad_token"],
    [tokens(65), "too_long"],
    [[1, VOCABULARY], "bad_token"],
    [[-1], "bad_token"],
    [[1.5], "bad_token"],
    [[NaN], "bad_token"],
  ];
  for (const [text, code] of cases) {
    const error = await assertRejects(() => check(decoder, text), ModelError);
    assertEquals(error.code, code, JSON.stringify(text));
  }
  assertEquals(model.steps.length, 0);
  await check(decoder, tokens(64));
});

for (const bad of [NaN, Infinity, -Infinity]) {
  Deno.test(`pass() reports a logit of ${bad} and shows no row that has one`, async () => {
    const model = fakeDecoderModel();
    const { run } = model;
    model.run = async (step) => {
      const output = await run(step);
      output.logits[VOCABULARY - 1] = bad;
      return output;
    };
    const decoder = new Decoder(model, noPause);
    const rows: Float32Array[] = [];
    const visit = (row: Float32Array) => rows.push(row);
    const error = await assertRejects(() => check(decoder, tokens(4), { visit }), ModelError);
    assertEquals([error.code, rows.length], ["not_finite", 0]);
  });
}

Deno.test("pass() passes on what the model throws, and the next pass starts from what is held", async () => {
  const { model, decoder } = setUp();
  await check(decoder, tokens(10));
  model.onRun = () => {
    throw new Error("Gather out of bounds");
  };
  await assertRejects(() => check(decoder, tokens(12)), Error, "Gather");
  model.onRun = () => {};
  assertEquals((await check(decoder, tokens(12))).reused, 10);
});

Deno.test("pass() says how long it took and what the cache holds", async () => {
  const { decoder } = setUp();
  const run = await check(decoder, tokens(3));
  assert(run.milliseconds >= 0);
  assertEquals([run.cacheTokens, run.cacheBytes], [3, 2 * 8 * 3]);
});
