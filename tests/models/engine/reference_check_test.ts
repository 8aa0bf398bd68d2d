import { assert, assertEquals, assertFalse } from "@std/assert";
import { logSoftmax } from "@/lib/lm/distribution/softmax.ts";
import { topTokens } from "@/lib/lm/distribution/top_tokens.ts";
import { CATALOG } from "@/lib/models/hub/catalog.ts";
import type { ReferenceDistribution } from "@/lib/models/engine.ts";
import { knownFiles, referenceFor } from "@/lib/models/hub/known_files.ts";
import { answersAgree, matchesReference, rowsAreEqual } from "@/lib/models/engine/reference_check.ts";

const ROW = Float32Array.from({ length: 100 }, (_, id) => 3 * Math.sin(id * id) + id / 50);

/** What an implementation that agrees would have stored. */
function referenceOf(row: Float32Array, tolerance = 0.01): ReferenceDistribution {
  const logProbabilities = logSoftmax(row);
  const top = topTokens(row, 5).map((id) => ({ id, logProbability: logProbabilities[id]! }));
  return { tokens: [1, 2], top, tolerance };
}

Deno.test("matchesReference() accepts the same row, moved and rounded", () => {
  const reference = referenceOf(ROW);
  assert(matchesReference(ROW, reference));
  assert(matchesReference(ROW.map((logit) => logit + 40), reference), "A constant changes no probability");
  assert(matchesReference(ROW.map((logit, id) => logit + 0.004 * Math.cos(id)), reference));
});

Deno.test("matchesReference() refuses a probability outside the tolerance", () => {
  const reference = referenceOf(ROW);
  for (const place of [0, 4]) {
    const id = reference.top[place]!.id;
    assertFalse(matchesReference(ROW.map((logit, each) => each === id ? logit - 0.05 : logit), reference));
  }
  assertFalse(matchesReference(ROW.map((logit) => logit * 1.02), reference));
});

Deno.test("matchesReference() refuses a row whose likeliest tokens are others", () => {
  const reference = referenceOf(ROW);
  const stranger = ROW.findIndex((_, id) => reference.top.every((each) => each.id !== id));
  assertFalse(matchesReference(ROW.map((logit, id) => id === stranger ? 20 : logit), reference));
  assertFalse(matchesReference(ROW.toReversed(), reference));
});

Deno.test("matchesReference() refuses rows that are not finite, and vocabularies that lack a token", () => {
  const reference = referenceOf(ROW);
  assertFalse(matchesReference(ROW.slice(0, Math.min(...reference.top.map(({ id }) => id))), reference));
  const dead = ROW.map(() => 0);
  assertFalse(matchesReference(dead, reference));
});

Deno.test("matchesReference() lets the fifth and the sixth change places where they are as likely", () => {
  const row = ROW.slice();
  const [, , , , fifth, sixth] = topTokens(row, 6) as [number, number, number, number, number, number];
  row[sixth] = row[fifth]! - 1e-4;
  const reference = referenceOf(row);
  const swapped = row.slice();
  swapped[sixth] = row[fifth]! + 1e-4;
  assert(matchesReference(swapped, reference));
});

Deno.test("rowsAreEqual() tells a model that does not read its input", () => {
  assert(rowsAreEqual(ROW, ROW.map((logit) => logit + 1e-4)));
  assertFalse(rowsAreEqual(ROW, ROW.map((logit, id) => id === 3 ? logit + 1 : logit)));
});

const SMOLLM2 = "HuggingFaceTB/SmolLM2-135M-Instruct";

Deno.test("referenceFor() gives a distribution over the model's vocabulary for the files it was computed with", () => {
  const files = knownFiles(SMOLLM2);
  const reference = referenceFor(SMOLLM2, files)!;
  const top = reference.top.map(({ logProbability }) => logProbability);
  assertEquals(top.toSorted((a, b) => b - a), top);
  assert(top.length >= 5 && top.reduce((sum, each) => sum + Math.exp(each), 0) < 1);
  const { vocabularySize } = CATALOG.find(({ name }) => name === SMOLLM2)!;
  const ids = [...reference.tokens, ...reference.top.map(({ id }) => id)];
  assert(ids.every((id) => id >= 0 && id < vocabularySize));
});

Deno.test("referenceFor() judges no other weights by it: another quantization is not wrong", () => {
  const files = knownFiles(SMOLLM2);
  const other = files.map((file) => file.path.endsWith(".onnx") ? { ...file, bytes: file.bytes! + 1 } : file);
  assertEquals(referenceFor(SMOLLM2, other), null);
  assertEquals(referenceFor(SMOLLM2, files.filter(({ path }) => path.endsWith(".json"))), null);
  assertEquals(referenceFor("a/b", files), null);
});

Deno.test("matchesReference() and answersAgree() let a difference pass that is the tolerance itself", () => {
  const answer = (...values: number[]) => values.map((logProbability, id) => ({ id, logProbability }));
  const [one, other] = [answer(-1, -2), answer(-1.5, -2)];
  assertEquals([answersAgree(one, other, 0.5), answersAgree(one, other, 0.49)], [true, false]);
  assertEquals(answersAgree(one, answer(-1), 0.5), false, "each has to know the other's");
  const many = answer(-1, -1, -1, -1, -1, -9);
  assertEquals(answersAgree(many, many.toSpliced(5), 0.1), true, "five are compared");
  // Two equal logits: both have ln(1/2).
  const row = Float32Array.of(0, 0);
  const near = (tolerance: number) => ({
    tokens: [1],
    tolerance,
    top: [{ id: 0, logProbability: -Math.LN2 - 0.25 }, { id: 1, logProbability: -Math.LN2 }],
  });
  assertEquals([matchesReference(row, near(0.2501)), matchesReference(row, near(0.2499))], [true, false]);
});

Deno.test("matchesReference() takes a sixth token for the fifth up to twice the tolerance behind it", () => {
  // The normalizer lies between 8.5 and 16, so that the difference of the two is 0.5 to the last bit.
  const row = Float32Array.of(8, 8, 8, 8, 0.5, 0, -100);
  const normalizer = Math.log(4 * Math.exp(8) + Math.exp(0.5) + 1);
  const reference = (tolerance: number) => ({
    ...{ tokens: [1], tolerance },
    top: [0, 1, 2, 3, 5].map((id) => ({ id, logProbability: row[id]! - normalizer })),
  });
  assertEquals([0.26, 0.25, 0.24].map((each) => matchesReference(row, reference(each))), [true, true, false]);
});
