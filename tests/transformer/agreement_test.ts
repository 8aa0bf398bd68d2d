/** PyTorch, lib/transformer and onnxruntime's WASM build give the same log-probabilities for the shipped weights. */
import { assert, assertEquals } from "@std/assert";
import { logSoftmax } from "@/lib/lm/distribution/softmax.ts";
import { serverModel } from "@/lib/server/models/shipped_models.ts";
import { openOnnxModel } from "./open_onnx_model.ts";

interface Reference {
  readonly revision: string;
  readonly texts: readonly { readonly tokens: number[]; readonly log_probabilities: number[] }[];
}

const TOLERANCE = 1e-3;
const { revision, texts }: Reference = JSON.parse(
  Deno.readTextFileSync(new URL("../reference/parcel_gpt.json", import.meta.url)),
);

function assertClose(actual: readonly number[], expected: readonly number[], what: string): void {
  assertEquals(actual.length, expected.length);
  actual.forEach((value, i) => {
    const difference = Math.abs(value - expected[i]!);
    assert(difference <= TOLERANCE, `${what} differs by ${difference} at ${i}`);
  });
}

Deno.test("the stored log-probabilities are those of the shipped revision, 1,000 positions and more", () => {
  assertEquals(serverModel("parcel-gpt").id.revision, revision);
  assert(texts.reduce((sum, { log_probabilities: each }) => sum + each.length, 0) >= 1000);
});

Deno.test("lib/transformer agrees with PyTorch", async () => {
  const model = serverModel("parcel-gpt");
  for (const { tokens, log_probabilities } of texts) {
    const scored = await model.score(tokens);
    assertClose(scored.map(({ logProbability }) => logProbability), log_probabilities, "lib/transformer");
  }
});

Deno.test("the ONNX file agrees with PyTorch, whole and continued from its cache", async () => {
  const model = await openOnnxModel();
  for (const { tokens, log_probabilities } of texts) {
    model.forget();
    const cut = Math.ceil(tokens.length / 3);
    const rows = [
      ...rowsOf(await model.run(tokens.slice(0, cut), 0), cut),
      ...rowsOf(await model.run(tokens.slice(cut, -1), 0), tokens.length - 1 - cut),
    ];
    const ours = rows.map((row, i) => logSoftmax(row)[tokens[i + 1]!]!);
    assertClose(ours, log_probabilities, "ONNX");
  }
  model.forget();
  assertEquals((await model.run([0, 5, 6], 1)).length, 4096);
  await model.close();
});

function rowsOf(logits: Float32Array, rows: number): Float32Array[] {
  const size = logits.length / rows;
  return Array.from({ length: rows }, (_, row) => logits.subarray(row * size, (row + 1) * size));
}
