/** /compare as the server renders it. */
import { assert, assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import { compareRows } from "@/lib/lm/distribution/compare_rows.ts";
import { rawDistribution } from "@/lib/lm/sampler/distribution.ts";
import { serverModel } from "@/lib/server/models/shipped_models.ts";
import { dataOf, documentOf } from "../fixtures/document_of.ts";
import { siteWith } from "../server/site_under_test.ts";

const ask = siteWith({ RATE_LIMIT: "0" });

async function page(query: Record<string, string> = {}): Promise<string> {
  const response = await ask(`/compare?${new URLSearchParams(query)}`);
  assertEquals(response.status, 200);
  return await response.text();
}

function figure(html: string, name: string): number {
  return Number(dataOf(documentOf(html), name)[0]);
}

Deno.test("GET /compare opens with two prompts under parcel-gpt and how far they are apart", async () => {
  const html = await page();
  assert(figure(html, "kl-nats") > 1 && figure(html, "kl-reverse-nats") > 1);
  assert(figure(html, "js-nats") > 0.3 && figure(html, "js-nats") <= Math.LN2);
  assertStringIncludes(html, "They part at token");
  const headline = documentOf(html).querySelector(".headline")!.textContent!;
  assertStringIncludes(headline, `Jensen-Shannon ${(figure(html, "js-nats") / Math.LN2).toFixed(3)} bits`);
  assertEquals(headline.includes("nats"), false, "one unit in sight");
});

Deno.test("GET /compare of a text with itself is no distance at all", async () => {
  const html = await page({ beside_text: "" });
  assertEquals([figure(html, "kl-nats"), figure(html, "js-nats")], [0, 0]);
});

Deno.test("GET /compare has llama.cpp's figures for one text under two models, and says where none can be", async () => {
  assertStringIncludes(await page({ beside_text: "", beside: "parcel-gru" }), "ln PPL(Q) / PPL(base)");
  assertStringIncludes(await page({ beside_text: "", beside: "counts" }), "different tokens");
  assertStringIncludes(await page({ beside: "OWNER/NAME" }), "Load OWNER/NAME");
});

Deno.test("GET /compare of two texts with no byte in common, lone surrogates or nothing says what it compares", async () => {
  const html = await page({ text: "abc", beside_text: "\u65e5\u672c" });
  assertStringIncludes(html, "These are two texts");
  const model = serverModel("parcel-gpt");
  const [first, second] = await Promise.all(["abc", "\u65e5\u672c"].map(async (text) => {
    const [row] = await model.logits([model.beginToken!, ...await model.encode(text)]);
    return rawDistribution(row!).probabilities;
  }));
  assertAlmostEquals(figure(html, "js-nats"), compareRows(first!, second!).jsNats, 1e-6);
  assertStringIncludes(await page({ text: "", beside_text: "" }), "Nothing is typed");
  assertEquals((await page()).includes("Nothing is typed"), false);
  const response = await ask("/compare?text=%ED%A0%80&beside_text=");
  assertEquals([response.status, figure(await response.text(), "js-nats")], [200, 0]);
});
