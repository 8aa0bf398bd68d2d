/** Heads that are switched off: their part of the mix is zero, on every backend, and nothing else changes. */
import { assert, assertEquals } from "@std/assert";
import { embeddedOps } from "@/lib/embedded/embedded_ops.ts";
import { readEmbeddedModel } from "@/lib/embedded/load_embedded_model.ts";
import { serverKernel } from "@/lib/server/models/kernel.ts";
import { shippedFiles, shippedModel } from "@/lib/server/models/shipped_models.ts";
import type { Head } from "@/lib/transformer/silence_heads.ts";
import { HEADS } from "@/lib/experiment/fields/predictor_query.ts";
import { largestDifference } from "@/tests/transformer/reference.ts";

const shipped = shippedModel("parcel-gpt");
const files = shippedFiles("parcel-gpt");
const plain = readEmbeddedModel(shipped, files);
const kernel = readEmbeddedModel(shipped, files, embeddedOps(serverKernel()));
const tokens = [plain.beginToken!, ...await plain.encode("The package left the")];

async function last(model: typeof plain, headsOff: readonly Head[], cache = true): Promise<Float32Array> {
  return (await model.logits(tokens, { headsOff, cache }))[0]!;
}

Deno.test("the address knows the heads that parcel-gpt has", () => {
  const { layers, heads } = plain.transformer.config;
  assertEquals({ layers, each: heads }, HEADS);
});

Deno.test("logits() without heads are the same in plain TypeScript and in the kernel, and others than with them", async () => {
  const off: Head[] = [[3, 1], [5, 0]];
  const whole = await last(plain, []);
  const without = await last(plain, off);
  assert(largestDifference(whole, without) > 0.01);
  assert(largestDifference(await last(kernel, off), without) < 1e-3);
  // What the memory holds of one variant is not taken for the other's.
  assertEquals(await last(plain, []), whole);
  assertEquals(await last(plain, off), await last(plain, off, false));
});

Deno.test("without any head only the last token counts", async () => {
  const all = Array.from(
    { length: HEADS.layers },
    (_, layer) => Array.from({ length: HEADS.each }, (_, head): Head => [layer, head]),
  ).flat();
  const [row] = await plain.logits(tokens, { headsOff: all });
  const [alone] = await plain.logits(tokens.slice(-1), { headsOff: all });
  assert(largestDifference(row!, alone!) < 1e-5);
});

Deno.test("inside() sees the pass without its heads: its last guess is that of logits()", async () => {
  const off: Head[] = [[4, 2]];
  const { guesses } = await plain.inside(tokens, 1, off);
  const row = await last(plain, off);
  assertEquals(guesses.at(-1)![0]!.id, row.indexOf(Math.max(...row)));
});
