/** The same context gives the same bits, whatever was read before it and however many rows are asked for. */
import { assertEquals } from "@std/assert";
import { embeddedOps } from "@/lib/embedded/embedded_ops.ts";
import { readEmbeddedModel } from "@/lib/embedded/load_embedded_model.ts";
import { serverKernel } from "@/lib/server/models/kernel.ts";
import { shippedFiles, shippedModel } from "@/lib/server/models/shipped_models.ts";

const shipped = shippedModel("parcel-gpt");
const model = readEmbeddedModel(shipped, shippedFiles("parcel-gpt"), embeddedOps(serverKernel()));
const text = "The customer asked why the package had left the regional warehouse before it was paid.";
const tokens = [model.beginToken!, ...await model.encode(text)];

Deno.test("logits() of one context are the same bits, read at once, on from another, and among other rows", async () => {
  const [fresh] = await model.logits(tokens, { cache: false });
  await model.logits(tokens, { cache: false });
  assertEquals((await model.logits(tokens, { cache: true }))[0], fresh, "asked again");
  for (const before of [2, 5, tokens.length - 2]) {
    await model.logits([...tokens.slice(0, before), 7, 8, 9], { cache: false });
    assertEquals((await model.logits(tokens, { cache: true }))[0], fresh, `after ${before}`);
  }
  assertEquals((await model.logits(tokens, { rows: tokens.length, cache: false })).at(-1), fresh);
  for (const rows of [1, 2, 8, 9]) {
    const some = await model.logits(tokens.slice(0, 10), { rows, cache: false });
    const all = await model.logits(tokens, { rows: tokens.length, cache: false });
    some.forEach((row, index) => assertEquals(row, all[10 - rows + index], `${rows} rows`));
  }
});
