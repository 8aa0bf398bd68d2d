import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import * as ort from "onnxruntime-web/wasm";
import type { EngineOptions, LoadSpec } from "@/lib/models/engine.ts";
import { type LoadProgress, ModelError } from "@/lib/models/model_provider.ts";
import { type PreparedGraph, prepareGraph } from "@/lib/models/engine/prepare_graph.ts";
import {
  repositoryFolder,
  TINY,
  TINY_VARIANTS,
  type TinyVariant,
  variantWeights,
  writeRepositories,
} from "@/tests/fixtures/tiny_repositories.ts";
import { tinyLogits } from "@/tests/fixtures/tiny_reference.ts";
import { tinyEncode } from "@/tests/fixtures/tiny_tokenizer.ts";
import { TINY_SHAPE } from "@/tests/fixtures/tiny_weights.ts";
import { fakeSpec } from "../fake_spec.ts";
import { openSession } from "../onnx/run_graph.ts";

const PATH = "onnx/model_q4.onnx";
const root = Deno.makeTempDirSync();
writeRepositories(root);
addEventListener("unload", () => Deno.removeSync(root, { recursive: true }));

function options(
  of: TinyVariant,
  changes: Partial<LoadSpec> = {},
  rest: Partial<EngineOptions> = {},
): EngineOptions {
  const get = (path: string) => Deno.readFile(`${repositoryFolder(root, of.name)}/${path}`).catch(() => null);
  return {
    spec: fakeSpec({ expandBudget: 1e9, ...changes }),
    files: { get, forget: () => Promise.resolve() },
    onProgress: () => {},
    signal: new AbortController().signal,
    ...rest,
  };
}

const noPause = () => Promise.resolve();

/** Logits of all positions. */
async function logitsOf({ graph, external }: PreparedGraph, ids: readonly number[]): Promise<number[]> {
  const session = await openSession(graph, external);
  const integers = (values: readonly number[], dims = [1, values.length]) =>
    new ort.Tensor("int64", BigInt64Array.from(values, BigInt), dims);
  const feeds: Record<string, ort.Tensor> = {
    input_ids: integers(ids),
    attention_mask: integers(ids.map(() => 1)),
    position_ids: integers(ids.map((_, at) => at)),
  };
  if (session.inputNames.includes("num_logits_to_keep")) feeds["num_logits_to_keep"] = integers([0], []);
  for (const name of session.inputNames.filter((each) => each.startsWith("past_key_values"))) {
    const dims = [1, TINY_SHAPE.kvHeads, 0, TINY_SHAPE.headSize];
    feeds[name] = new ort.Tensor("float32", new Float32Array(), dims);
  }
  const { logits } = await session.run(feeds);
  const values = [...logits!.data as Float32Array];
  await session.release();
  return values;
}

for (const variant of TINY_VARIANTS) {
  Deno.test(`prepareGraph() of ${variant.name}: the expanded graph computes what the reference does`, async () => {
    const prepared = await prepareGraph(PATH, options(variant), noPause);
    assert(prepared.expanded);
    const { head, layers } = variantWeights(variant);
    const matrices = [head, ...layers.flatMap(({ linears }) => Object.values(linears))];
    const numbers = matrices.reduce((sum, { inputs, outputs }) => sum + inputs * outputs, 0);
    assertEquals(prepared.expandedBytes, 4 * numbers);
    assertEquals(prepared.expandedBytes, prepared.expandableBytes);
    const ids = tinyEncode("The package left the");
    const want = tinyLogits(variantWeights(variant), ids).flatMap((row) => [...row]);
    const got = await logitsOf(prepared, ids);
    const worst = want.reduce((most, value, i) => Math.max(most, Math.abs(value - got[i]!)), 0);
    assert(got.length === want.length && worst < 1e-4, `differs by ${worst}`);
  });
}

Deno.test("prepareGraph() says what expanding would take, and leaves the file where it does not fit", async () => {
  const fits = await prepareGraph(PATH, options(TINY), noPause);
  const expandBudget = fits.expandableBytes - 1;
  const left = await prepareGraph(PATH, options(TINY, { expandBudget }), noPause);
  assertEquals([left.expanded, left.expandedBytes, left.expandableBytes], [false, 0, fits.expandableBytes]);
  assertEquals(left.external, []);
  assertStringIncludes(left.notices.join(), "stay as they are");
});

Deno.test("prepareGraph() expands nothing on WebGPU, nor where it was told not to", async () => {
  for (const changes of [{ backend: "webgpu" }, { expand: "never" }] as const) {
    const prepared = await prepareGraph(PATH, options(TINY, changes), noPause);
    assertEquals([prepared.expanded, prepared.external, prepared.notices], [false, [], []]);
  }
});

Deno.test("prepareGraph() runs the file as it is where the memory cannot be had", async () => {
  const prepared = await prepareGraph(PATH, options(TINY), noPause);
  const { ArrayBuffer: whole } = globalThis;
  globalThis.ArrayBuffer = class extends whole {
    constructor(length: number) {
      if (length === prepared.expandedBytes) throw new RangeError("Array buffer allocation failed");
      super(length);
    }
  } as ArrayBufferConstructor;
  try {
    const left = await prepareGraph(PATH, options(TINY), noPause);
    assertEquals([left.expanded, left.expandableBytes], [false, prepared.expandableBytes]);
    assertEquals(left.notices.length, 1);
  } finally {
    globalThis.ArrayBuffer = whole;
  }
});

Deno.test("prepareGraph() can be canceled while it expands, and reports how far it is", async () => {
  const controller = new AbortController();
  const progress: LoadProgress[] = [];
  const slow = { now: performance.now.bind(performance) };
  let time = 0;
  performance.now = () => time += 60;
  try {
    const pause = () => Promise.resolve(controller.abort());
    const onProgress = (step: LoadProgress) => progress.push(step);
    const asked = options(TINY, {}, { onProgress, signal: controller.signal });
    const error = await assertRejects(() => prepareGraph(PATH, asked, pause), ModelError);
    assertEquals(error.code, "aborted");
  } finally {
    performance.now = slow.now;
  }
  assertEquals(progress.map(({ phase }) => phase), ["expand"]);
  assert(progress[0]!.totalBytes! > 0);
});

Deno.test("prepareGraph() lets messages in after fifty milliseconds, and not before", async () => {
  const own = performance.now;
  const begins = async (step: number) => {
    const progress: LoadProgress[] = [];
    let time = 0;
    performance.now = () => time += step;
    try {
      await prepareGraph(PATH, options(TINY, {}, { onProgress: (told) => progress.push(told) }), noPause);
    } finally {
      performance.now = own;
    }
    return progress.map(({ loadedBytes }) => loadedBytes);
  };
  const [each, second] = [await begins(50), await begins(49)];
  assertEquals([each[0], second[0]], [0, each[1]], "before the first weight, and before the second");
});

Deno.test("prepareGraph() names a file that is missing, and one that is no graph", async () => {
  const missing = await assertRejects(
    () => prepareGraph("onnx/none.onnx", options(TINY), noPause),
    ModelError,
  );
  assertEquals(missing.code, "not_found");
  assertStringIncludes(missing.message, "onnx/none.onnx");
  const forgotten: string[] = [];
  // A cache takes its time: the copy is gone before the failure is told.
  const forget = (path: string) =>
    new Promise<void>((resolve) => setTimeout(() => resolve(void forgotten.push(path))));
  const damaged = options(TINY, {}, { files: { ...options(TINY).files, forget } });
  const garbage = await assertRejects(() => prepareGraph("config.json", damaged, noPause), ModelError);
  assertEquals([garbage.code, ...forgotten], ["integrity", "config.json"]);
  const external = TINY_VARIANTS.find((each) => each.external)!;
  const { files } = options(external);
  const get = (path: string) => path.endsWith("_data") ? Promise.resolve(null) : files.get(path);
  const lacking = options(external, {}, { files: { get, forget: () => Promise.resolve() } });
  const error = await assertRejects(() => prepareGraph(PATH, lacking, noPause), ModelError);
  assertEquals(error.code, "not_found");
});
