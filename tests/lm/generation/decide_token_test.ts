/** A model that picks its tokens itself generates what the loop generates from its rows: id by id, figure by figure. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { summarizeRow } from "@/lib/lm/distribution/row_summary.ts";
import { decideToken } from "@/lib/lm/generation/decide_token.ts";
import { generate, type GeneratingModel } from "@/lib/lm/generation/generate.ts";
import type { GeneratedToken, GenerateOptions } from "@/lib/lm/generation/generation.ts";
import { rankedToken, rankedTokens, rawDistribution } from "@/lib/lm/sampler/distribution.ts";
import { pickToken } from "@/lib/lm/sampler/pick_token.ts";
import { DEFAULT_SAMPLER, type SamplerSettings } from "@/lib/lm/sampler/settings.ts";
import { shapedProbabilities } from "@/lib/lm/sampler/shape.ts";
import { type FakeModel, fakeModel } from "../fake_model.ts";

const SIZE = 700;

const SAMPLERS: Readonly<Record<string, Partial<SamplerSettings>>> = {
  neutral: {},
  temperature: { temperature: 0.7 },
  greedy: { temperature: 0 },
  "top-k behind the temperature": { temperature: 0.8, top_k: 40, top_p: 0.95 },
  "top-k first": { top_k: 7, stages: ["top_k", "temperature", "top_p"] },
  "top-k that a draw of equals decides": { top_k: 3, temperature: 1.5 },
  "a top-k larger than any summary": { top_k: 5000 },
  "top-k last": { top_p: 0.9, top_k: 5, stages: ["temperature", "top_p", "top_k"] },
  "top-p": { top_p: 0.8 },
  "min-p and typical-p": { min_p: 0.02, typical_p: 0.9 },
  penalty: { repetition_penalty: 1.4, temperature: 0.9, top_k: 20 },
};

/** Scores in steps, so that many are equal. */
function logitsAfter(context: readonly number[]): Float32Array {
  const sum = context.reduce((hash, id) => (hash * 31 + id + 1) % 99_991, 7);
  return Float32Array.from({ length: SIZE }, (_, id) => Math.round(40 * Math.sin(sum * (id + 3))) / 8);
}

function model(): FakeModel {
  return fakeModel({ tokens: Array.from({ length: SIZE }, (_, id) => `${id} `), next: logitsAfter });
}

/** A model whose rows cross no thread. */
function deciding(): GeneratingModel & FakeModel {
  const fake = model();
  return {
    ...fake,
    async decide(tokens, question, options) {
      const [row] = await fake.logits(tokens, { ...options, rows: 1 });
      return structuredClone(decideToken(row!, question));
    },
  };
}

function optionsOf(sampler: Partial<SamplerSettings>, more: Partial<GenerateOptions> = {}): GenerateOptions {
  return {
    prompt: [3, 5],
    sampler: { ...DEFAULT_SAMPLER, ...sampler },
    pick: "sample",
    seed: 11,
    maxTokens: 24,
    top: 30,
    ...more,
  };
}

async function all(model: GeneratingModel, options: GenerateOptions): Promise<GeneratedToken[]> {
  const tokens: GeneratedToken[] = [];
  for await (const token of generate(model, options)) tokens.push(token);
  return tokens;
}

/** The loop's turn as it is written down: every stage over the whole vocabulary, one step after the other. */
function turn(options: GenerateOptions, context: readonly number[], index: number): Partial<GeneratedToken> {
  const logits = logitsAfter(context);
  const raw = rawDistribution(logits);
  const shaped = shapedProbabilities(logits, options.sampler, context);
  const id = pickToken(shaped, options.pick, options.seed, index);
  return { ...rankedToken(raw, shaped, id), top: rankedTokens(raw, shaped, options.top!) };
}

for (const [name, sampler] of Object.entries(SAMPLERS)) {
  Deno.test(`a token that is picked beside the model is the loop's own: ${name}`, async () => {
    for (const pick of ["sample", "greedy"] as const) {
      const options = optionsOf(sampler, { pick });
      const [rows, decided] = [await all(model(), options), await all(deciding(), options)];
      assertEquals(decided, rows);
      const context = [...options.prompt];
      for (const [index, token] of decided.entries()) {
        const expected = turn(options, context, index);
        assertEquals(token.id, expected.id, `token ${index}`);
        assertClose(token, expected);
        token.top.forEach((each, place) => assertClose(each, expected.top![place]!));
        context.push(token.id);
      }
    }
  });
}

function assertClose(actual: object, expected: object): void {
  for (const [name, value] of Object.entries(expected)) {
    const other = (actual as Record<string, number>)[name]!;
    if (typeof value === "number") {
      assert(Math.abs(other - value) <= 1e-12, `${name}: ${other}, not ${value}`);
    }
  }
}

Deno.test("a given path is read in rows, and what follows is picked beside the model", async () => {
  const options = optionsOf({ top_k: 9 }, { path: [8, 1, 600], maxTokens: 8 });
  const fake = deciding();
  assertEquals(await all(fake, options), await all(model(), options));
  assertEquals(fake.calls.map(({ rows }) => rows), [3, 1, 1, 1, 1, 1]);
});

Deno.test("what a model cannot decide is the loop's failure, and a row without softmax is refused", async () => {
  const failing = { ...deciding(), decide: () => Promise.reject(new Error("lost")) };
  await assertRejects(() => all(failing, optionsOf({})), Error, "lost");
  const bad = fakeModel({ tokens: ["a", "b"], next: () => [NaN, 1] });
  const decide: GeneratingModel["decide"] = async (tokens, question) =>
    decideToken((await bad.logits(tokens))[0]!, question);
  await assertRejects(
    () => all({ ...bad, decide }, { ...optionsOf({}), prompt: [0] }),
    RangeError,
    "not a number",
  );
});

Deno.test("a summary is asked for as many tokens as the sampler and the table need", () => {
  const counts: number[] = [];
  const summarize = (
    logits: Float32Array,
    count: number,
  ) => (counts.push(count), summarizeRow(logits, count));
  for (const top_k of [0, 40, 200, 5000]) {
    const sampler = { ...DEFAULT_SAMPLER, top_k };
    const question = { sampler, pick: "sample", seed: 1, index: 0, context: [], top: 100 } as const;
    decideToken(logitsAfter([1]), question, summarize);
  }
  assertEquals(counts, [100, 100, 200, 100]);
});
