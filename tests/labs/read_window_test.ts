/** A model that reads a policy through a window: what drops out is not known any more, a summary brings it back. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { readWindow } from "@/lib/labs/context/read_window.ts";
import { modelSource } from "@/lib/lm/model_source.ts";
import { serverModel } from "@/lib/server/models/shipped_models.ts";

Deno.test("readWindow(): refundable falls from 99.8 to 23 % when the policy drops out of the window", async () => {
  const model = serverModel("parcel-gpt");
  const policy = "Annual plans are refundable within 14 days.";
  const tokens = await model.encode(`${policy} The refund policy says annual plans are`);
  const whole = await readWindow(model, { tokens, limit: tokens.length, summary: [] }, null);
  assertEquals(whole.source, modelSource(model));
  const refundable = whole.next[0]!;
  assertEquals([new TextDecoder().decode(refundable.bytes), whole.dropped], [" refundable", 0]);
  assertAlmostEquals(refundable.probability, 0.998, 1e-3);
  const cut = await readWindow(model, { tokens, limit: 7, summary: [] }, refundable.id);
  assertEquals(cut.dropped, tokens.length - 7);
  assertAlmostEquals(cut.next.find(({ id }) => id === refundable.id)!.probability, 0.23, 5e-3);
  const summary = await model.encode("Annual plans: refundable.");
  const told = await readWindow(model, { tokens, limit: 7, summary }, refundable.id);
  assert(told.next.find(({ id }) => id === refundable.id)!.probability > 0.5);
});
