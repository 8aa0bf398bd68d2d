/** The card of the embedded model, as the server renders it. */
import { assert, assertAlmostEquals, assertEquals, assertMatch } from "@std/assert";
import { serverModel } from "@/lib/server/shipped_models.ts";
import { readCheckResults, readModelCard } from "@/lib/server/model_card.ts";
import { siteWith } from "../server/site_under_test.ts";

const ask = siteWith();

async function card(text?: string): Promise<string> {
  const query = text === undefined ? "" : `?text=${encodeURIComponent(text)}`;
  const response = await ask(`/models/parcel-gpt${query}`);
  assertEquals(response.status, 200);
  return await response.text();
}

function row(html: string, word: string): { readonly model: number; readonly truth: number } {
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const found = new RegExp(`<tr data-word="${escaped}" data-model="([^"]+)" data-truth="([^"]+)"`).exec(html);
  if (found === null) throw new Error(`The card has no row for "${word}"`);
  return { model: Number(found[1]), truth: Number(found[2]) };
}

Deno.test("the card shows the true distribution beside the model's", async () => {
  const { model, truth } = row(await card(), " warehouse");
  assertAlmostEquals(truth, 0.85, 1e-9);
  const parcel = serverModel("parcel-gpt");
  const ids = await parcel.encode("The package left the warehouse");
  const scored = await parcel.score([0, ...ids]);
  assertAlmostEquals(model, Math.exp(scored.at(-1)!.logProbability), 1e-6);
});

Deno.test("the card says so where the grammar cannot generate a text", async () => {
  assertMatch(await card("Once upon a time"), /cannot generate/);
});

Deno.test("the card's figures are those of the shipped revision", () => {
  const results = readCheckResults("parcel-gpt");
  assertEquals(results.revision, serverModel("parcel-gpt").id.revision);
  const { log, parameters } = readModelCard("parcel-gpt");
  assert(log.length > 10 && parameters < 5e6);
});

Deno.test("the card has a row of bits per byte for each model, and the training log", async () => {
  const html = await card();
  for (const name of ["uniform", "unigram", "parcel-gpt"]) {
    assertMatch(html, new RegExp(`data-model="${name}"`));
  }
  assert(html.split("data-step=").length > 10);
});
