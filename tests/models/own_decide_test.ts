/** On this site's own engine the token is picked beside the model: the loop generates what it generates from rows. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { generate, type GeneratingModel } from "@/lib/lm/generation/generate.ts";
import type { GeneratedToken, GenerateOptions } from "@/lib/lm/generation/generation.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { DEFAULT_SAMPLER } from "@/lib/lm/sampler/settings.ts";
import { Decoder } from "@/lib/models/engine/decoder.ts";
import { decoderEngine } from "@/lib/models/engine/decoder_engine.ts";
import type { Engine } from "@/lib/models/engine.ts";
import { ModelError } from "@/lib/models/model_provider.ts";
import { readModel } from "@/lib/models/onnx/onnx_graph.ts";
import { readGraph } from "@/lib/models/own/read_graph.ts";
import { transformerModel } from "@/lib/models/own/transformer_model.ts";
import { createTransformer } from "@/lib/transformer/forward.ts";
import type { LoadedMatrix, Ops } from "@/lib/transformer/ops.ts";
import { PLAIN_OPS } from "@/lib/transformer/plain_ops.ts";
import { FAMILY_CASES } from "@/tests/transformer/family_cases.ts";
import { BUILDS, kernelOps } from "@/tests/transformer/kernel_ops.ts";
import { fakeProvider, WITH_KERNEL } from "./fake_provider.ts";
import { ownGraph } from "./own_graph.ts";

const CASE = FAMILY_CASES[0]!;
const pause = () => Promise.resolve();
const macrotask = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
const signal = new AbortController().signal;
const OPTIONS: GenerateOptions = {
  prompt: CASE.tokens.slice(0, 5),
  sampler: { ...DEFAULT_SAMPLER, temperature: 0.8, top_k: 12, top_p: 0.95 },
  pick: "sample",
  seed: 3,
  maxTokens: 10,
  top: 20,
};

function engineOf<M extends LoadedMatrix>(ops: Ops<M>): Engine {
  const weights = readGraph(CASE.config, readModel(ownGraph(CASE)), () => null);
  const transformer = createTransformer(weights, { ops });
  const clock = { now: () => performance.now(), pause };
  const parts = {
    facts: { endTokens: [] } as unknown as Engine["facts"],
    pause: macrotask,
    lost: new Promise<never>(() => {}),
    release: () => ops.dispose(),
  };
  const codec = { encode: () => [], encodeChat: () => [] } as unknown as Parameters<typeof decoderEngine>[0];
  return decoderEngine(codec, new Decoder(transformerModel(transformer, clock), pause), parts);
}

/** An engine as the loop sees it. */
function modelOf(engine: Engine, decides: boolean): GeneratingModel {
  const base = {
    vocabulary: { size: Number(CASE.config.vocab_size) },
    contextLength: 64,
    endTokens: [],
    logits: async (tokens, { rows = 1, cache = true } = {}) =>
      (await engine.logits(tokens, { rows, cache, signal })).rows,
  } as Pick<LanguageModel, "logits"> as LanguageModel;
  if (!decides) return base;
  return {
    ...base,
    decide: async (tokens, question, { cache = true } = {}) =>
      (await engine.decide(tokens, { question, cache, signal })).decision,
  };
}

async function all(model: GeneratingModel, options = OPTIONS): Promise<GeneratedToken[]> {
  const tokens: GeneratedToken[] = [];
  for await (const token of generate(model, { ...options, stopAtEnd: false })) tokens.push(token);
  return tokens;
}

/** The figures are rounded where a visitor would not see it. */
function rounded(tokens: readonly GeneratedToken[]): unknown {
  return JSON.parse(
    JSON.stringify(
      tokens,
      (name, value) => name !== "id" && typeof value === "number" ? +value.toFixed(9) : value,
    ),
  );
}

for (const build of BUILDS) {
  Deno.test(`${build} SIMD: tokens that the engine picks are the loop's own, on one thread and on two`, async () => {
    const samplers = [OPTIONS.sampler, DEFAULT_SAMPLER, { ...DEFAULT_SAMPLER, repetition_penalty: 1.3 }];
    for (const threads of [1, 2]) {
      for (const sampler of samplers) {
        const run = async (decides: boolean) => {
          const engine = engineOf(await kernelOps(build, threads));
          const tokens = await all(modelOf(engine, decides), { ...OPTIONS, sampler });
          await engine.dispose();
          return rounded(tokens);
        };
        assertEquals(await run(true), await run(false));
      }
    }
  });
}

Deno.test("plain TypeScript picks the same tokens, and a pass of the engine is paid for", async () => {
  const engine = engineOf(PLAIN_OPS);
  assertEquals(await all(modelOf(engine, true)), await all(modelOf(engineOf(PLAIN_OPS), false)));
  const question = { ...OPTIONS, index: 0, context: [], top: 3 };
  const { decision, run } = await engine.decide([...OPTIONS.prompt, 1], { question, cache: true, signal });
  assertEquals([decision.topIds.length, run.cacheTokens], [3, 6]);
  await engine.dispose();
});

Deno.test("a row that is not finite is refused before a token is picked from it", async () => {
  const broken: typeof PLAIN_OPS = {
    ...PLAIN_OPS,
    multiply(x, tokens, products) {
      PLAIN_OPS.multiply(x, tokens, products);
      for (const { matrix, out } of products) {
        if (matrix.rows === Number(CASE.config.vocab_size)) out[3] = -Infinity;
      }
    },
  };
  const question = { ...OPTIONS, index: 0, context: [], top: 3 };
  const error = await assertRejects(
    () => engineOf(broken).decide(OPTIONS.prompt, { question, cache: true, signal }),
    ModelError,
  );
  assertEquals(error.code, "not_finite");
});

Deno.test("a worker's model picks only on this site's own engine, and goes on where that one fails", async () => {
  const options = { ...OPTIONS, prompt: [1], maxTokens: 6, stopAtEnd: false };
  await using onnx = fakeProvider();
  const rows: GeneratingModel = await onnx.load();
  assertEquals([rows.backend, rows.decide], ["wasm", undefined]);
  const onPass = (pass: number) => {
    if (pass === 3) throw new ModelError("not_finite", "NaN");
  };
  const reference = { referenceMatches: true };
  await using own = fakeProvider({
    capabilities: WITH_KERNEL,
    behave: ({ backend }) =>
      backend === "kernel" ? { ...reference, tokensPerSecond: 100, onPass } : reference,
  });
  const model: GeneratingModel = await own.load();
  assert(model.decide);
  assertEquals(await all(model, options), await all(rows, options));
  assertEquals([model.backend, model.decide], ["wasm", undefined]);
  const asked = own.workers.flatMap(({ requests }) => requests.map(({ type }) => type));
  assertEquals(asked.filter((type) => type === "decide").length, 4, "three, and the one that failed again");
});

Deno.test("a pass that was begun ahead is left where another text, or a row, is asked for", async () => {
  const [engine, fresh] = [engineOf(PLAIN_OPS), engineOf(PLAIN_OPS)];
  const { prompt } = OPTIONS;
  const question = { ...OPTIONS, index: 0, context: [], top: 3 };
  const ask = async (of: Engine, tokens: readonly number[], cache = true) =>
    (await of.decide(tokens, { question, cache, signal })).decision;
  const other = [...prompt.slice(0, 3), 7];
  const first = await ask(engine, prompt);
  assertEquals(await ask(engine, other), await ask(fresh, other));
  const rows = async (of: Engine) => (await of.logits(prompt, { rows: 1, cache: false, signal })).rows;
  await ask(engine, [...prompt, first.id]);
  assertEquals(await rows(engine), await rows(fresh));
  const called = new AbortController();
  await ask(engine, prompt);
  called.abort();
  const late = () => engine.decide([...prompt, first.id], { question, cache: true, signal: called.signal });
  assertEquals((await assertRejects(late, ModelError)).code, "aborted");
  assertEquals((await ask(engine, prompt, false)).id, first.id);
  await ask(engine, prompt);
  await engine.dispose();
});

Deno.test("a text that fills the context ends there, not in the pass that was begun ahead", async () => {
  const engine = engineOf(PLAIN_OPS);
  const question = { ...OPTIONS, index: 0, context: [], top: 3 };
  const most = Number(CASE.config.max_position_embeddings);
  const full = Array.from({ length: most }, (_, at) => 1 + at % 50);
  const { decision } = await engine.decide(full, { question, cache: true, signal });
  const beyond = () => engine.decide([...full, decision.id], { question, cache: true, signal });
  assertEquals((await assertRejects(beyond, ModelError)).code, "too_long");
  await engine.dispose();
});
