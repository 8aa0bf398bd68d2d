/** The card of the embedded model, as the server renders it. */
import { assert, assertAlmostEquals, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type { ShippedName } from "@/lib/embedded/shipped.ts";
import { softmax } from "@/lib/lm/distribution/softmax.ts";
import { serverModel, shippedModels } from "@/lib/server/models/shipped_models.ts";
import { readCheckResults, readModelCard } from "@/lib/server/models/card.ts";
import { documentOf } from "../fixtures/document_of.ts";
import { siteWith } from "../server/site_under_test.ts";

const ask = siteWith();

async function card(query: Record<string, string> = {}, name: ShippedName = "parcel-gpt"): Promise<string> {
  const response = await ask(`/models/${name}?${new URLSearchParams(query)}`);
  assertEquals(response.status, 200);
  return await response.text();
}

function row(html: string, word: string): { readonly model: number; readonly truth: number } {
  const rows = [...documentOf(html).querySelectorAll<HTMLElement>("tr[data-word]")];
  const found = rows.find(({ dataset }) => dataset["word"] === word);
  if (found === undefined) throw new Error(`The card has no row for "${word}"`);
  return { model: Number(found.dataset["model"]), truth: Number(found.dataset["truth"]) };
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
  assertMatch(await card({ text: "Once upon a time" }), /cannot generate/);
});

Deno.test("each card's figures are those of the shipped revision, at most 3 MB of weights", () => {
  for (const [name, { revision, bytes }] of Object.entries(shippedModels())) {
    const { model, revision: measured } = readCheckResults(name as ShippedName);
    assertEquals([model, measured], [name, revision]);
    const { log, parameters } = readModelCard(name as ShippedName);
    assert(log.length > 10 && parameters > 4e6 && parameters < 5e6, name);
    assert(bytes < 3e6, `${name} takes ${bytes} bytes`);
  }
});

Deno.test("every card has its sizes, curve, results and files, and links that use its model", async () => {
  for (const [name, { weights }] of Object.entries(shippedModels())) {
    const html = await card({}, name as ShippedName);
    for (const part of [weights, `href="/?model=${name}"`, `&amp;model=${name}"`, "data-above-floor="]) {
      assertStringIncludes(html, part);
    }
    assert(html.split("data-step=").length > 10, name);
    for (const row of ["uniform", "unigram", "parcel-gru", "parcel-gpt"]) {
      assertStringIncludes(html, `data-model="${row}"`);
    }
  }
});

Deno.test("parcel-bert's card guesses a hidden word from both sides, and from one", async () => {
  const html = await card({ blank: "The package left the ___ page." }, "parcel-bert");
  const found =
    /data-id="(\d+)" data-both="([^"]+)" data-before="([^"]+)" data-gpt="([^"]+)" data-gru="([^"]+)"/.exec(
      html,
    )!;
  const [id, both, before, gpt] = found.slice(1).map(Number);
  const bert = serverModel("parcel-bert");
  const left = [0, ...await bert.encode("The package left the")];
  const tokens = [...left, 5, ...await bert.encode(" page."), bert.endTokens[0]!];
  assertAlmostEquals(both!, softmax(await bert.fill(tokens, left.length))[id!]!, 1e-9);
  assertAlmostEquals(before!, softmax((await bert.logits(left))[0]!)[id!]!, 1e-9);
  assertAlmostEquals(gpt!, softmax((await serverModel("parcel-gpt").logits(left))[0]!)[id!]!, 1e-6);
});

Deno.test("a text without a blank, with two, or too long for the server is answered with what to do", async () => {
  assertMatch(await card({ blank: "No hidden word." }, "parcel-bert"), /Put one ___/);
  assertMatch(await card({ blank: "___ and ___" }, "parcel-bert"), /Put one ___/);
  assertMatch(await card({ blank: `The ___ ${"again ".repeat(60)}` }, "parcel-bert"), /shorten it/);
  assertMatch(await card({ blank: '"><script>___' }, "parcel-bert"), /&lt;script>|&lt;script&gt;/);
});

Deno.test("each card links to the forward pass that computes it, and says on what", async () => {
  for (const [name, part] of [["parcel-gpt", "transformer"], ["parcel-gru", "recurrent"]] as const) {
    const html = await card({}, name);
    assertStringIncludes(html, `href="/source/${part}/forward.ts"`);
    assertMatch(html, /on this server in\s*(?:WASM (?:relaxed )?SIMD|plain TypeScript)/);
    const response = await ask(`/source/${part}/forward.ts`);
    assertEquals(response.headers.get("content-type")?.split(";")[0], "text/plain");
    assertStringIncludes(await response.text(), "The forward pass");
  }
});

Deno.test("no other file is shown as source", async () => {
  for (
    const path of [
      "server/config.ts",
      "transformer/none.ts",
      "transformer/..%2F..%2Fdeno.json",
      "transformer/kernel",
    ]
  ) {
    const response = await ask(`/source/${path}`);
    assertEquals(response.status, 404, path);
    await response.body?.cancel();
  }
});

Deno.test("no card prints a figure that is none; results, layers and limits come before what is folded", async () => {
  for (const name of Object.keys(shippedModels()) as ShippedName[]) {
    const main = documentOf(await card({}, name)).querySelector("main")!;
    assertEquals(main.textContent!.match(/NaN|undefined|Infinity/g), null, name);
    const heads = [...main.querySelectorAll("h2")].map((each) => each.textContent);
    assert(heads.includes("Results") && heads.includes("Limits"), heads.join());
    assertEquals(heads.includes("Its guess after each layer"), name === "parcel-gpt");
    const bars = main.querySelectorAll(".area-results table.bars tbody tr");
    assert(bars.length > 5, `${bars.length} bars`);
    const link = [...main.querySelectorAll("a")].find((each) =>
      each.getAttribute("href")!.startsWith("/compare?")
    )!;
    const compared = documentOf(await (await ask(link.getAttribute("href")!)).text());
    assertEquals(compared.querySelector(".notices"), null);
    const log = main.querySelector("table:has(tr[data-seconds])");
    assert(log?.closest("details:not([open])"), "the log is folded");
  }
});

Deno.test("the guess after the last layer is the model's own, and the card says from which layer on it leads", async () => {
  const document = documentOf(await card({ text: "The package left the regional" }));
  const last = [...document.querySelectorAll(".layer-strips > li")].at(-1)!;
  const parcel = serverModel("parcel-gpt");
  const [logits] = await parcel.logits([0, ...await parcel.encode("The package left the regional")], {
    rows: 1,
  });
  const p = softmax(logits!);
  const best = p.indexOf(Math.max(...p));
  const token = new TextDecoder().decode(parcel.vocabulary.bytes(best));
  assertStringIncludes(last.textContent!, `${token} ${(100 * p[best]!).toFixed(1)}`);
  const from = Number(document.querySelector("[data-leads-from]")!.getAttribute("data-leads-from"));
  assert(from >= 1 && from <= document.querySelectorAll(".layer-strips > li").length);
});
