/** The recurrent and the masked model give PyTorch's log-probabilities for the shipped weights, in every runtime. */
import { assert, assertEquals } from "@std/assert";
import * as ort from "onnxruntime-web/wasm";
import type { ShippedName } from "@/lib/embedded/shipped.ts";
import { logSoftmax } from "@/lib/lm/distribution/softmax.ts";
import { serverModel } from "@/lib/server/models/shipped_models.ts";
import { openSession } from "@/tests/models/onnx/run_graph.ts";
import { shippedFile } from "@/tests/transformer/shipped.ts";

const TOLERANCE = 1e-3;

interface Reference<Text> {
  readonly revision: string;
  readonly texts: readonly Text[];
}

function reference<Text extends { readonly tokens: number[] }>(name: ShippedName): readonly Text[] {
  const path = new URL(`../reference/${name.replace("-", "_")}.json`, import.meta.url);
  const { revision, texts }: Reference<Text> = JSON.parse(Deno.readTextFileSync(path));
  assertEquals(revision, serverModel(name).id.revision);
  assert(texts.reduce((sum, { tokens }) => sum + tokens.length - 1, 0) >= 1000);
  return texts;
}

function assertClose(actual: readonly number[], expected: readonly number[]): void {
  assertEquals(actual.length, expected.length);
  actual.forEach((value, i) => {
    const difference = Math.abs(value - expected[i]!);
    assert(difference <= TOLERANCE, `differs by ${difference} at ${i}`);
  });
}

Deno.test("parcel-gru agrees with PyTorch at 1,000 positions", async () => {
  const model = serverModel("parcel-gru");
  type Text = { readonly tokens: number[]; readonly log_probabilities: number[] };
  for (const { tokens, log_probabilities } of reference<Text>("parcel-gru")) {
    const scored = await model.score(tokens);
    assertClose(scored.map(({ logProbability }) => logProbability), log_probabilities);
  }
});

Deno.test("parcel-bert agrees with PyTorch at 1,000 positions, from one side and from both", async () => {
  const model = serverModel("parcel-bert");
  type Text = { readonly tokens: number[]; readonly next: number[]; readonly masked: number[] };
  for (const { tokens, next, masked } of reference<Text>("parcel-bert")) {
    const scored = await model.score(tokens);
    assertClose(scored.map(({ logProbability }) => logProbability), next);
    const filled: number[] = [];
    for (let position = 1; position < tokens.length; position++) {
      filled.push(logSoftmax(await model.fill(tokens, position))[tokens[position]!]!);
    }
    assertClose(filled, masked);
  }
});

Deno.test("parcel-bert's ONNX file agrees with PyTorch, and padding changes nothing", async () => {
  const session = await openSession(await shippedFile("onnx/model_q4.onnx", "parcel-bert"));
  const integers = (rows: readonly (readonly number[])[]) =>
    new ort.Tensor("int64", BigInt64Array.from(rows.flat(), BigInt), [rows.length, rows[0]!.length]);
  const mask = serverModel("parcel-bert").vocabulary.size;
  const padding = [0, 0];
  type Text = { readonly tokens: number[]; readonly masked: number[] };
  for (const { tokens, masked } of reference<Text>("parcel-bert")) {
    const rows = masked.map((_, i) => [...tokens.with(i + 1, mask), ...padding]);
    const { logits } = await session.run({
      input_ids: integers(rows),
      attention_mask: integers(rows.map(() => [...tokens.map(() => 1), ...padding])),
    });
    const all = logits!.data as Float32Array;
    const found = masked.map((_, i) => {
      const start = (i * rows[0]!.length + i + 1) * mask;
      return logSoftmax(all.subarray(start, start + mask))[tokens[i + 1]!]!;
    });
    assertClose(found, masked);
  }
  await session.release();
});
