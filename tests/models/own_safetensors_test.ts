/** This site's own engine on a repository's safetensors: answers, what it says of them, and files it cannot use. */
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import "./web_runtime.ts";
import { logSoftmax } from "@/lib/lm/distribution/softmax.ts";
import type { EngineOptions } from "@/lib/models/engine.ts";
import { ModelError } from "@/lib/models/model_provider.ts";
import { createEngine } from "@/lib/models/worker/create_engine.ts";
import { PLAIN_OPS } from "@/lib/transformer/plain_ops.ts";
import { tinyTokenizerConfig, tinyTokenizerJson } from "@/tests/fixtures/tiny_tokenizer.ts";
import { FAMILY_CASES, type FamilyCase } from "@/tests/transformer/family_cases.ts";
import { largestDifference } from "@/tests/transformer/reference.ts";
import { safetensorsFile, safetensorsOf } from "@/tests/transformer/safetensors_case.ts";
import { type Writable, writeSafetensors } from "@/tests/transformer/write_safetensors.ts";
import { fakeSpec } from "./fake_spec.ts";

const FILE = "model.safetensors", INDEX = `${FILE}.index.json`;
const signal = new AbortController().signal;
const CASES = FAMILY_CASES.filter(({ block }) => block === 0);
const plain = () => Promise.resolve(PLAIN_OPS);

function repositoryOf(one: FamilyCase, changes: Readonly<Record<string, unknown>> = {}) {
  const contents: Record<string, unknown> = {
    "config.json": one.config,
    "tokenizer.json": tinyTokenizerJson(),
    "tokenizer_config.json": tinyTokenizerConfig(64),
    [FILE]: safetensorsFile(one),
    ...changes,
  };
  const forgotten: string[] = [];
  const get = (path: string) => {
    const content = contents[path];
    if (content === undefined) return Promise.resolve(null);
    const bytes = content instanceof Uint8Array ? content : new TextEncoder().encode(JSON.stringify(content));
    return Promise.resolve(bytes as Uint8Array<ArrayBuffer>);
  };
  // A cache takes its time: the copy is gone before the failure is told.
  const forget = (path: string) =>
    new Promise<void>((resolve) => setTimeout(() => resolve(void forgotten.push(path))));
  const files = { get, forget };
  const row = one.logProbabilities.at(-1)!;
  const top = row.map((logProbability, id) => ({ id, logProbability }))
    .sort((a, b) => b.logProbability - a.logProbability).slice(0, 5);
  const reference = { tokens: one.tokens, top, tolerance: 1e-4 };
  const spec = fakeSpec({ backend: "kernel", dtype: "safetensors", reference });
  const options: EngineOptions = { spec, files, onProgress: () => {}, signal };
  return { options, forgotten };
}

for (const one of CASES) {
  Deno.test(`${one.name}: safetensors load, answer as PyTorch, and the report says what was read`, async () => {
    const engine = await createEngine(repositoryOf(one).options, plain);
    const { report } = engine.facts;
    assertEquals([report.backend, report.referenceMatches, report.expandedBytes], ["kernel", true, 0]);
    assertStringIncludes(report.notices.join(), "those of model.safetensors, as they are");
    const { rows } = await engine.logits(one.tokens, { rows: 1, cache: true, signal });
    assert(largestDifference(logSoftmax(rows[0]!), one.logProbabilities.at(-1)!) < 1e-4);
    await engine.dispose();
  });
}

/** The case's tensors in three files, named by an index. */
function shardsOf(one: FamilyCase, count = 3): Record<string, unknown> {
  const places: Record<string, string> = {};
  const parts = Array.from({ length: count }, (): Record<string, Writable> => ({}));
  Object.entries(safetensorsOf(one)).forEach(([name, tensor], at) => {
    places[name] = `part-${at % count}.safetensors`;
    parts[at % count]![name] = tensor;
  });
  const files = parts.map((part, at) => [`part-${at}.safetensors`, writeSafetensors(part)]);
  return { [FILE]: undefined, [INDEX]: { weight_map: places }, ...Object.fromEntries(files) };
}

Deno.test("weights in several files answer as those in one", async () => {
  for (const one of CASES) {
    const engine = await createEngine(repositoryOf(one, shardsOf(one)).options, plain);
    assertEquals(engine.facts.report.referenceMatches, true);
    const { rows } = await engine.logits(one.tokens, { rows: 1, cache: true, signal });
    assert(largestDifference(logSoftmax(rows[0]!), one.logProbabilities.at(-1)!) < 1e-4);
    await engine.dispose();
  }
});

Deno.test("of several files each that is damaged or missing is named; the damaged one is asked for again", async () => {
  const [one] = CASES as [FamilyCase];
  const shards = shardsOf(one);
  const part = "part-1.safetensors";
  const cut = repositoryOf(one, { ...shards, [part]: (shards[part] as Uint8Array).slice(0, -1) });
  await fails(cut, "integrity", part);
  assertEquals(cut.forgotten, [part]);
  await fails(repositoryOf(one, { ...shards, [part]: undefined }), "not_found", part);
  const broken = repositoryOf(one, { ...shards, [INDEX]: { weight_map: {} } });
  await fails(broken, "integrity", INDEX);
  const [, ...rest] = Object.entries(safetensorsOf(one));
  const lacking = writeSafetensors(Object.fromEntries(rest));
  const alone = { [FILE]: undefined, [INDEX]: { weight_map: { a: part } }, [part]: lacking };
  await fails(repositoryOf(one, alone), "unsupported", "");
});

async function fails(asked: ReturnType<typeof repositoryOf>, code: ModelError["code"], part: string) {
  const error = await assertRejects(() => createEngine(asked.options, plain), ModelError);
  assertEquals(error.code, code);
  assertStringIncludes(error.message, part);
  return error;
}

Deno.test("where this site's own engine does not compute it, nothing else tries, and both are named", async () => {
  const [one] = CASES as [FamilyCase];
  const other = repositoryOf(one, { "config.json": { ...one.config, model_type: "gemma3_text" } });
  const { message } = await fails(other, "unsupported", 'it is a model of type "gemma3_text"');
  assertStringIncludes(message, "onnxruntime cannot either, since it reads no safetensors");
  const tensors = safetensorsOf(one);
  tensors["model.norm.bias"] = tensors["model.norm.weight"]!;
  await fails(repositoryOf(one, { [FILE]: writeSafetensors(tensors) }), "unsupported", '"model.norm.bias"');
});

Deno.test("a damaged or missing file is said to be so; a damaged one is asked for again by the next load", async () => {
  const [one] = CASES as [FamilyCase];
  const file = safetensorsFile(one);
  for (const damaged of [file.slice(0, 999), file.slice(0, -1), new Uint8Array(3)]) {
    const asked = repositoryOf(one, { [FILE]: damaged });
    await fails(asked, "integrity", "damaged");
    assertEquals(asked.forgotten, [FILE]);
  }
  await fails(repositoryOf(one, { [FILE]: undefined }), "not_found", FILE);
});

Deno.test("a weight that is not a number ends the load, never in a row", async () => {
  for (const one of CASES) {
    const tensors = safetensorsOf(one);
    const { bytes, dtype } = tensors["model.layers.0.mlp.gate_proj.weight"]!;
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    if (dtype === "F32") view.setUint32(40, 0x7fc00000, true);
    else view.setUint16(40, dtype === "F16" ? 0x7e00 : 0x7fc0, true);
    const asked = repositoryOf(one, { [FILE]: writeSafetensors(tensors) });
    await fails(asked, dtype === "F16" ? "unsupported" : "not_finite", "finite");
  }
});
