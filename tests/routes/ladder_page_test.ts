/** /ladder as the server renders it. */
import { assert, assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import { documentOf } from "../fixtures/document_of.ts";
import { siteWith } from "../server/site_under_test.ts";

const ask = siteWith({ RATE_LIMIT: "0" });

async function rungs(text?: string): Promise<Map<string, number>> {
  const response = await ask(text === undefined ? "/ladder" : `/ladder?${new URLSearchParams({ text })}`);
  assertEquals(response.status, 200);
  const html = await response.text();
  assertStringIncludes(html, 'aria-label="The ladder"');
  return new Map(
    [...documentOf(html).querySelectorAll<HTMLElement>("[data-rung][data-bits-per-byte]")].map((
      { dataset },
    ) => [dataset["rung"]!, Number(dataset["bitsPerByte"])]),
  );
}

Deno.test("GET /ladder puts one text to every rung, each better than the one below", async () => {
  const bits = await rungs();
  assertEquals([...bits.keys()], [
    "uniform",
    "unigram",
    "bigram",
    "trigram",
    "kneser_ney_5",
    "parcel-gru",
    "parcel-gpt",
  ]);
  const values = [...bits.values()];
  assert(values[0]! > values[1]! && values[1]! > values[2]! && values[2]! > values[6]!, values.join());
});

Deno.test("GET /ladder gives parcel-gpt the figure that /score has, and uniform its logarithm", async () => {
  const text = "The package left the warehouse.";
  const bits = await rungs(text);
  const body = JSON.stringify({ text });
  const headers = { "content-type": "application/json" };
  const score = await (await ask("/api/v1/score", { method: "POST", body, headers })).json();
  assertAlmostEquals(bits.get("parcel-gpt")!, score.bits_per_byte, 1e-4);
  assertAlmostEquals(bits.get("uniform")!, Math.log2(4096) * score.tokens.length / text.length, 1e-9);
});

Deno.test("GET /ladder fails at nothing", async () => {
  for (const text of ["", "\u{1f600}", "a".repeat(1200), "a".repeat(5000), "\n\n"]) await rungs(text);
});
