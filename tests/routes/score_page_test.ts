/** /score as the server renders it, and what /loss was before. */
import { assert, assertAlmostEquals, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { dataOf, documentOf } from "../fixtures/document_of.ts";
import { BadValue } from "@/lib/experiment/fields/field.ts";
import { SCORE_FIELDS } from "@/lib/experiment/fields/score_fields.ts";
import { siteWith } from "../server/site_under_test.ts";

const ask = siteWith({ RATE_LIMIT: "0" });

async function page(query: Record<string, string> = {}, path = "/score"): Promise<string> {
  const response = await ask(`${path}?${new URLSearchParams(query)}`);
  assertEquals(response.status, 200);
  return await response.text();
}

function figure(html: string, name: string): number {
  return Number(dataOf(documentOf(html), name)[0]);
}

Deno.test("GET /score agrees with the API on every figure", async () => {
  const html = await page();
  const body = JSON.stringify({
    text: "An order contains 5 items. After a return of 2 items, the retained item count is 4.",
  });
  const headers = { "content-type": "application/json" };
  const answer = await (await ask("/api/v1/score", { method: "POST", body, headers })).json();
  for (
    const name of [
      "tokens-scored",
      "mean-nll-nats",
      "perplexity",
      "total-bits",
      "bits-per-byte",
      "bits-per-word",
    ]
  ) {
    assertAlmostEquals(figure(html, name), answer[name.replaceAll("-", "_")], 1e-4, name);
  }
  const shown = [...documentOf(html).querySelectorAll<HTMLElement>("[data-id][data-log-probability]")];
  assertEquals(
    shown.map(({ dataset }) => Number(dataset["id"])),
    answer.tokens.map(({ id }: { id: number }) => id),
  );
  assertMatch(html, /data-source="parcel-gpt@[0-9a-f]+ q4 (cpu|kernel)"/);
  assertStringIncludes(html, 'aria-busy="false"');
});

Deno.test("GET /score follows the address' convention", async () => {
  const text = "The package left the warehouse. ".repeat(12);
  const llama = await page({ text, convention: "llama_cpp", window: "16" });
  assertStringIncludes(llama, 'data-convention="llama_cpp"');
  assertEquals(figure(llama, "tokens-scored") % 7, 0);
  assertEquals(
    figure(await page({ text, bos: "none" }), "tokens-scored"),
    figure(await page({ text }), "tokens-scored") - 1,
  );
});

Deno.test("GET /score says what cannot be scored, and fails at nothing", async () => {
  assertStringIncludes(await page({ text: "" }), "There is no text");
  assertStringIncludes(await page({ text: "The", bos: "none" }), "has nothing before it");
  assertStringIncludes(await page({ text: "left", convention: "llama_cpp" }), "fills no chunk");
  assertStringIncludes(await page({ model: "OWNER/NAME" }), "Load OWNER/NAME");
});

Deno.test("GET /score says at its field, without a script, what of a convention does not fit", async () => {
  const wrong = [
    ["window", { window: "100000" }, "is larger than the model's context of 512 tokens"],
    ["stride", { window: "8", stride: "9" }, "A window is moved by 1 to its own 8 tokens"],
    ["bos", { bos: "4096" }, "is not in the vocabulary of 4096"],
  ] as const;
  for (const [name, query, sentence] of wrong) {
    const document = documentOf(await page({ text: "left", ...query }));
    const error = document.querySelector(`#field-${name}-error`);
    assertStringIncludes(error?.textContent ?? "", sentence);
    assertEquals(document.querySelectorAll(".field-error").length, 1);
    const region = document.querySelector('[aria-label="Scored text"]');
    assertEquals(region?.getAttribute("aria-busy"), "false");
    assertStringIncludes(region?.textContent ?? "", "its field says why");
  }
});

Deno.test("a text on /loss is a text on /score, in an embed and as a picture too", async () => {
  const old = await ask("/loss?text=The+parcel&model=parcel-gru");
  assertEquals([old.status, old.headers.get("location")], [303, "/score?text=The+parcel&model=parcel-gru"]);
  const embed = await ask("/embed/loss?text=The+parcel&theme=dark");
  assertEquals(embed.headers.get("location"), "/embed/score?text=The+parcel&model=counts&theme=dark");
  assertEquals((await ask("/preview/loss?text=The+parcel")).status, 200);
  assert((await ask("/loss?losses_nats=0.69")).status === 200);
});

Deno.test("a long text on /loss leads to an address of the same length; one that no address holds is shown in place", async () => {
  const longest = `text=${"a,".repeat(1900)}&model=parcel-gru`;
  const old = await ask(`/loss?${longest}`);
  assertEquals([old.status, old.headers.get("location")], [303, `/score?${longest}`]);
  const text = "é,".repeat(1200);
  for (const [path, notices] of [["/loss", 2], ["/embed/loss", 0]] as const) {
    const response = await ask(`${path}?text=${encodeURIComponent(text)}&model=parcel-gru`);
    assertEquals([response.status, response.headers.get("location")], [200, null]);
    assertEquals(response.headers.get("cache-control"), "private, no-cache");
    const document = documentOf(await response.text());
    assertEquals(document.querySelector("textarea[name=text]")!.textContent, text);
    assertEquals(
      document.querySelector("form[aria-label='Score a text']")!.getAttribute("action"),
      `${path.replace("loss", "score")}`,
    );
    assertEquals(document.querySelectorAll("main > .notices li").length, notices);
  }
});

Deno.test("GET /score reads lone surrogates as U+FFFD, and leaves a text that is too long to the tab", async () => {
  const response = await ask("/score?text=%ED%A0%80");
  assertEquals(response.status, 200);
  assertStringIncludes(await response.text(), 'aria-busy="false"');
  const long = SCORE_FIELDS.text.parse(["a".repeat(2 ** 20)]);
  assertEquals(long instanceof BadValue && long.reason, "is longer than 200,000 characters");
});

Deno.test("GET /score says how far the mean over documents moves the figure, and what a base moves", async () => {
  const text = "The package left the warehouse.\n\nWarehouse moon.";
  const token = await page({ text });
  const document = await page({ text, per: "document", base: "e" });
  assert(figure(document, "perplexity") / figure(token, "perplexity") > 1.05);
  assertEquals(figure(document, "documents"), 2);
  for (const html of [token, document]) assertMatch(html, /mean of 2 documents[^<]*moved by \+[\d,.]+ %/);
  assertEquals(figure(document, "total-bits"), figure(token, "total-bits"));
  const nats = (figure(token, "total-bits") * Math.LN2).toFixed(1);
  assertStringIncludes(document, `${nats}\u00a0nats`);
  assertStringIncludes(await page({}), "This is one document");
});
