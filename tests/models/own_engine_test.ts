/** This site's own engine from a repository's files to answers, and what it does with files that it cannot use. */
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import "./web_runtime.ts";
import { logSoftmax } from "@/lib/lm/distribution/softmax.ts";
import type { EngineFiles, EngineOptions } from "@/lib/models/engine.ts";
import { ModelError } from "@/lib/models/model_provider.ts";
import { createOwnEngine } from "@/lib/models/own/own_engine.ts";
import { PLAIN_OPS } from "@/lib/transformer/plain_ops.ts";
import { UnknownModelError } from "@/lib/transformer/unknown_model_error.ts";
import { tinyTokenizerConfig, tinyTokenizerJson } from "@/tests/fixtures/tiny_tokenizer.ts";
import { FAMILY_CASES } from "@/tests/transformer/family_cases.ts";
import { largestDifference } from "@/tests/transformer/reference.ts";
import { fakeSpec } from "./fake_spec.ts";
import { ownGraph } from "./own_graph.ts";

const CASE = FAMILY_CASES[0]!;
const GRAPH = "onnx/model_q4.onnx";
const signal = new AbortController().signal;

interface Asked {
  readonly files: EngineFiles;
  readonly read: string[];
  readonly forgotten: string[];
}

function filesWith(changes: Readonly<Record<string, unknown>> = {}): Asked {
  const contents: Record<string, unknown> = {
    "config.json": CASE.config,
    "tokenizer.json": tinyTokenizerJson(),
    "tokenizer_config.json": tinyTokenizerConfig(64),
    [GRAPH]: ownGraph(CASE),
    ...changes,
  };
  const [read, forgotten]: [string[], string[]] = [[], []];
  const get = (path: string) => {
    read.push(path);
    const content = contents[path];
    if (content === undefined) return Promise.resolve(null);
    const bytes = content instanceof Uint8Array ? content : new TextEncoder().encode(JSON.stringify(content));
    return Promise.resolve(bytes as Uint8Array<ArrayBuffer>);
  };
  const forget = (path: string) => Promise.resolve(void forgotten.push(path));
  return { files: { get, forget }, read, forgotten };
}

function optionsFor({ files }: Asked): EngineOptions {
  const row = CASE.logProbabilities.at(-1)!;
  const top = row.map((logProbability, id) => ({ id, logProbability }))
    .sort((a, b) => b.logProbability - a.logProbability).slice(0, 5);
  const reference = { tokens: CASE.tokens, top, tolerance: 1e-4 };
  return { spec: fakeSpec({ backend: "kernel", reference }), files, onProgress: () => {}, signal };
}

const plain = () => Promise.resolve(PLAIN_OPS);

Deno.test("a model of the family loads, answers its reference, and says what computes it", async () => {
  const engine = await createOwnEngine(optionsFor(filesWith()), plain);
  const { report, cacheBytesPerToken, cacheFormula, contextLength } = engine.facts;
  assertEquals([report.backend, report.referenceMatches, report.expandedBytes], ["kernel", true, 0]);
  assertStringIncludes(report.engine, "plain TypeScript");
  assertEquals([cacheBytesPerToken, contextLength], [2 * 2 * 2 * 8 * 4, 64]);
  assertEquals(cacheFormula, "2 · 2 layers · 2 heads · 8 · 4 bytes");
  const { rows } = await engine.logits(CASE.tokens, { rows: 2, cache: true, signal });
  rows.forEach((row, index) =>
    assert(largestDifference(logSoftmax(row), CASE.logProbabilities.at(index - 2)!) < 1e-4)
  );
  const scored = await engine.score(CASE.tokens, { from: 1, top: 1, signal });
  scored.forEach(({ id, logProbability }, index) =>
    assert(Math.abs(logProbability - CASE.logProbabilities[index]![id]!) < 1e-4)
  );
  await engine.dispose();
});

Deno.test("threads are started where the worker is isolated, and one computes where that was lost", async () => {
  const scope: { crossOriginIsolated?: boolean } = globalThis;
  const started: number[] = [];
  const startOps = (threads: number) => {
    started.push(threads);
    return Promise.resolve(PLAIN_OPS);
  };
  for (const isolated of [true, false]) {
    Object.defineProperty(scope, "crossOriginIsolated", { value: isolated, configurable: true });
    const options = optionsFor(filesWith());
    const engine = await createOwnEngine({ ...options, spec: { ...options.spec, threads: 3 } }, startOps);
    const { report } = engine.facts;
    assertEquals([report.threads, report.crossOriginIsolated], [isolated ? 3 : 1, isolated]);
    assertEquals(report.referenceMatches, true);
    await engine.dispose();
  }
  delete scope.crossOriginIsolated;
  assertEquals(started, [3, 1]);
});

Deno.test("a configuration of another family is refused before the weights are read", async () => {
  const asked = filesWith({ "config.json": { ...CASE.config, model_type: "gemma3_text" } });
  await assertRejects(() => createOwnEngine(optionsFor(asked), plain), UnknownModelError, "gemma3_text");
  assertEquals(asked.read, ["config.json"]);
});

Deno.test("a graph that is damaged is an error, and is asked for again by the next load", async () => {
  const asked = filesWith({ [GRAPH]: ownGraph(CASE).slice(0, 999) });
  const error = await assertRejects(() => createOwnEngine(optionsFor(asked), plain), ModelError);
  assertEquals([error.code, asked.forgotten], ["integrity", [GRAPH]]);
});

Deno.test("memory that is refused is out_of_memory, and what was taken is given back", async () => {
  let disposed = 0;
  const ops = {
    ...PLAIN_OPS,
    load(): never {
      throw new RangeError("WebAssembly.Memory.grow(): Unable to grow instance memory");
    },
    dispose: () => void disposed++,
  };
  const error = await assertRejects(
    () => createOwnEngine(optionsFor(filesWith()), () => Promise.resolve(ops)),
    ModelError,
    "choose a smaller one",
  );
  assertEquals([error.code, disposed], ["out_of_memory", 1]);
});
