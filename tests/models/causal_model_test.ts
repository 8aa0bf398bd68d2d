/** What a pass of the library's model is given and how its outputs are read. */
import "./web_runtime.ts";
import { assert, assertEquals } from "@std/assert";
import { type PreTrainedModel, Tensor } from "@huggingface/transformers";
import { causalModel, pastName, sessionInputs } from "@/lib/models/causal_model.ts";
import type { OnnxCacheTensor } from "@/lib/models/onnx_cache_tensor.ts";

const SIZES = { contextLength: 64, vocabularySize: 3 };

type Inputs = Record<string, Tensor> & { past_key_values?: Record<string, Tensor> };

/** A model that keeps what it is called with and answers `outputs`. */
function fakeModel(inputNames: readonly string[], outputs: () => Record<string, Tensor>) {
  const calls: Inputs[] = [];
  const forward = (inputs: Inputs) => {
    calls.push(inputs);
    return Promise.resolve(outputs());
  };
  const metadata = inputNames.map((name) => ({ name }));
  const model = Object.assign(forward, { sessions: { model: { inputNames, inputMetadata: metadata } } });
  return { model: model as unknown as PreTrainedModel, calls };
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

function values(tensor: Tensor | undefined): number[] {
  return Array.from(tensor!.data as BigInt64Array, Number);
}

Deno.test("a pass behind a cache is given the mask of the whole text, not of its own tokens", async () => {
  const { model, calls } = fakeModel(CACHED, () => outputs(7));
  const { present } = await causalModel(model, SIZES).run({
    tokens: [1, 2],
    past: null,
    pastLength: 0,
    rows: 1,
  });
  await causalModel(model, SIZES).run({ tokens: [5], past: present, pastLength: 7, rows: 1 });
  const [, second] = calls;
  assertEquals(values(second!["input_ids"]), [5]);
  assertEquals(second!["attention_mask"]!.dims, [1, 8]);
  assertEquals(values(second!["attention_mask"]), Array(8).fill(1));
  assertEquals(Object.keys(second!.past_key_values!), ["past_key_values.0.key", "past_key_values.0.value"]);
  const held = present.get("past_key_values.0.key") as OnnxCacheTensor;
  assert(second!.past_key_values!["past_key_values.0.key"] === held.tensor);
});

Deno.test("a graph that can be told how many rows it needs is told; another is not", async () => {
  const step = { tokens: [1, 2, 3], past: null, pastLength: 0, rows: 2 };
  const told = fakeModel([...CACHED, "num_logits_to_keep"], () => outputs(3));
  await causalModel(told.model, SIZES).run(step);
  assertEquals(values(told.calls[0]!["num_logits_to_keep"]), [2]);
  const plain = fakeModel(CACHED, () => outputs(3));
  await causalModel(plain.model, SIZES).run(step);
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
