/** What a pass of the library's model is given and how its outputs are read. */
import "../web_runtime.ts";
import { assert, assertEquals } from "@std/assert";
import { type PreTrainedModel, Tensor } from "@huggingface/transformers";
import { causalModel, pastName, sessionInputs } from "@/lib/models/engine/causal_model.ts";
import type { OnnxCacheTensor, OrtTensor } from "@/lib/models/engine/onnx_cache_tensor.ts";

const SIZES = { contextLength: 64, vocabularySize: 3 };

type Inputs = Record<string, Tensor> & { past_key_values?: Record<string, Tensor> };

/** A model that keeps what the library and what its session are asked, and answers `outputs`. */
function fakeModel(
  inputNames: readonly string[],
  outputs: () => Record<string, Tensor>,
  modelType = "llama",
) {
  const calls: Inputs[] = [];
  const runs: Record<string, OrtTensor>[] = [];
  const forward = (inputs: Inputs) => {
    calls.push(inputs);
    return Promise.resolve(outputs());
  };
  const run = (feeds: Record<string, OrtTensor>) => {
    runs.push(feeds);
    return Promise.resolve(
      Object.fromEntries(Object.entries(outputs()).map(([name, tensor]) => [name, tensor.ort_tensor])),
    );
  };
  const inputMetadata = inputNames.map((name) => ({ name }));
  const sessions = { model: { inputNames, inputMetadata, run } };
  const model = Object.assign(forward, { sessions, config: { model_type: modelType } });
  return { model: model as unknown as PreTrainedModel, calls, runs };
}

function floats(dims: readonly number[], value = 0): Tensor {
  const length = dims.reduce((product, each) => product * each, 1);
  return new Tensor("float32", new Float32Array(length).fill(value), [...dims]);
}

const CACHED = ["input_ids", "attention_mask", "past_key_values.0.key", "past_key_values.0.value"];

function outputs(total: number): Record<string, Tensor> {
  return {
    logits: floats([1, 1, 3], 0.5),
    "present.0.key": floats([1, 2, total, 4]),
    "present.0.value": floats([1, 2, total, 4]),
  };
}

function values(tensor: Tensor | OrtTensor | undefined): number[] {
  return Array.from(tensor!.data as BigInt64Array, Number);
}

const FIRST = { tokens: [1, 2], past: null, pastLength: 0, rows: 1 };

Deno.test("a pass behind a cache is given the mask of the whole text, not of its own tokens", async () => {
  const { model, calls, runs } = fakeModel([...CACHED, "position_ids"], () => outputs(7));
  const { present } = await causalModel(model, SIZES).run(FIRST);
  await causalModel(model, SIZES).run({ tokens: [5, 6], past: present, pastLength: 7, rows: 1 });
  const [feeds] = runs;
  assertEquals(
    [calls.length, runs.length],
    [1, 1],
    "The library is asked once, the session behind the cache",
  );
  assertEquals(values(feeds!["input_ids"]), [5, 6]);
  assertEquals(feeds!["attention_mask"]!.dims, [1, 9]);
  assertEquals(values(feeds!["attention_mask"]), Array(9).fill(1));
  assertEquals(values(feeds!["position_ids"]), [7, 8]);
  const held = present.get("past_key_values.0.key") as OnnxCacheTensor;
  assert(feeds!["past_key_values.0.key"] === held.tensor);
  assertEquals(Object.keys(feeds!).sort(), [...CACHED, "position_ids"].sort());
});

for (
  const [what, names, type] of [
    ["inputs that only the library knows", [...CACHED, "use_cache_branch"], "llama"],
    ["positions that do not begin at 0", CACHED, "gemma3_text"],
  ] as const
) {
  Deno.test(`a graph with ${what} is run by the library, mask and cache included`, async () => {
    const { model, calls, runs } = fakeModel(names, () => outputs(7), type);
    const { present } = await causalModel(model, SIZES).run(FIRST);
    await causalModel(model, SIZES).run({ tokens: [5], past: present, pastLength: 7, rows: 1 });
    assertEquals([calls.length, runs.length], [2, 0]);
    assertEquals(values(calls[1]!["attention_mask"]), Array(8).fill(1));
    const held = present.get("past_key_values.0.key") as OnnxCacheTensor;
    assert(calls[1]!.past_key_values!["past_key_values.0.key"]!.ort_tensor === held.tensor);
  });
}

Deno.test("a graph that can be told how many rows it needs is told; another is not", async () => {
  const told = fakeModel([...CACHED, "num_logits_to_keep"], () => outputs(3));
  const { present } = await causalModel(told.model, SIZES).run({ ...FIRST, rows: 2 });
  await causalModel(told.model, SIZES).run({ tokens: [3], past: present, pastLength: 3, rows: 1 });
  assertEquals(values(told.calls[0]!["num_logits_to_keep"]), [2]);
  assertEquals([values(told.runs[0]!["num_logits_to_keep"]), told.runs[0]!["num_logits_to_keep"]!.dims], [
    [1],
    [],
  ]);
  const plain = fakeModel(CACHED, () => outputs(3));
  await causalModel(plain.model, SIZES).run(FIRST);
  assert(!("num_logits_to_keep" in plain.calls[0]!) && !("past_key_values" in plain.calls[0]!));
});

Deno.test("outputs are read as logits, as the next pass's inputs with their sizes, or disposed", async () => {
  const attention = floats([1, 1, 3, 3]);
  let disposed = false;
  attention.dispose = () => void (disposed = true);
  const { model } = fakeModel(CACHED, () => ({ ...outputs(3), attentions: attention }));
  const output = await causalModel(model, SIZES).run({
    tokens: [1, 2, 3],
    past: null,
    pastLength: 0,
    rows: 1,
  });
  assertEquals([[...output.logits], output.vocabularySize], [[0.5, 0.5, 0.5], 3]);
  assertEquals([...output.present.keys()], ["past_key_values.0.key", "past_key_values.0.value"]);
  const entry = output.present.get("past_key_values.0.key")!;
  assertEquals([entry.length, entry.bytes, disposed], [3, 4 * 2 * 3 * 4, true]);
  const cropped = await entry.crop(2) as OnnxCacheTensor;
  assertEquals(cropped.tensor.dims, [1, 2, 2, 4]);
});

Deno.test("states of recurrent layers are handed on, and are not taken for positions", async () => {
  const names = ["input_ids", "attention_mask", "past_conv.0"];
  const { model } = fakeModel(
    names,
    () => ({ logits: floats([1, 1, 3]), "present_conv.0": floats([1, 2, 3, 4]) }),
  );
  const decoder = causalModel(model, SIZES);
  assert(decoder.hasCache);
  const { present } = await decoder.run({ tokens: [1], past: null, pastLength: 0, rows: 1 });
  assertEquals([...present].map(([name, entry]) => [name, entry.length]), [["past_conv.0", null]]);
});

Deno.test("a graph without any state has no cache", () => {
  const { model } = fakeModel(["input_ids", "attention_mask"], () => ({}));
  assertEquals(causalModel(model, SIZES).hasCache, false);
  assertEquals(sessionInputs(model).map(({ name }) => name), ["input_ids", "attention_mask"]);
});

Deno.test("pastName() is the input that reads an output", () => {
  assertEquals(pastName("present.3.key"), "past_key_values.3.key");
  assertEquals(pastName("present_conv.0"), "past_conv.0");
  assertEquals([pastName("logits"), pastName("attentions.0")], [null, null]);
});
