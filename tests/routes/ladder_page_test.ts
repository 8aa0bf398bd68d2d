/** /ladder as the server renders it. */
import { assert, assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import { ladderOnServer } from "@/lib/server/ladder_on_server.ts";
import { readCheckResults } from "@/lib/server/models/card.ts";
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
    "neural_ngram",
    "parcel-gru",
    "parcel-gpt",
  ]);
  const values = [...bits.values()];
  assert(values[0]! > values[1]! && values[1]! > values[2]! && values[2]! > values[7]!, values.join());
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

Deno.test("GET /ladder holds counts and network beside each other where a pair was never seen", async () => {
  const html = await (await ask("/ladder?text=The+package+left+the")).text();
  const rows = [...documentOf(html).querySelectorAll<HTMLElement>("[data-generalized]")];
  assert(rows.length >= 4);
  for (const { dataset } of rows) {
    if (dataset["count"] === "0") assertEquals(["", "0"].includes(dataset["counted"]!), true);
    assert(Number(dataset["smoothed"]) > 0 && Number(dataset["generalized"]) > 0);
  }
});

Deno.test("GET /ladder has the networks' figures of their cards, and every rung's subtractions", async () => {
  const document = documentOf(await (await ask("/ladder")).text());
  const cells = [...document.querySelectorAll("td")];
  for (const name of ["parcel-gru", "parcel-gpt"] as const) {
    const { texts, subtraction } = readCheckResults(name);
    const exactly = String(texts["parcel"]!.bits_per_byte);
    assert(cells.some((cell) => cell.getAttribute("title") === exactly), exactly);
    const { exact, pairs } = subtraction.held_out!;
    assert(cells.some((cell) => cell.textContent === `${exact} of ${pairs}`));
  }
  assert(cells.filter((cell) => cell.textContent?.endsWith(" of 251")).length >= 8);
});

Deno.test("a Transformer is told apart by the policy in front of the same seven words, a bigram is not", async () => {
  const { rungs } = (await ladderOnServer("The package left the"))!;
  const policy = (name: string) => rungs.find((rung) => rung.name === name)!.policy;
  assertAlmostEquals(policy("parcel-gpt")[0], 0.23, 0.005);
  assertAlmostEquals(policy("parcel-gpt")[1], 0.998, 0.0006);
  assertEquals(policy("bigram")[0], policy("bigram")[1]);
});
