import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { GALLERY } from "@/routes/gallery/experiments.ts";
import { documentOf } from "../fixtures/document_of.ts";
import { siteWith } from "../server/site_under_test.ts";

/** Rows of the worked examples that the site reproduces. */
const FACTS = Array.from({ length: 16 }, (_, index) => index + 1);

const ENTRIES = GALLERY.flatMap(({ entries }) => entries);

Deno.test("the gallery has every worked example, each experiment once, with its own words", () => {
  assertEquals(ENTRIES.flatMap(({ fact }) => fact ?? []).sort((a, b) => a - b), FACTS);
  assertEquals(new Set(ENTRIES.map(({ href }) => href)).size, ENTRIES.length);
  for (const { title, look } of ENTRIES) assert(title.length > 3 && look.length > 30, title);
  assertEquals(ENTRIES.filter(({ look }) => !look.endsWith("?")), [], "each ends in a question");
});

Deno.test("every link of the gallery opens its lab without a value that cannot be used", async () => {
  const ask = siteWith();
  for (const { href } of ENTRIES) {
    const response = await ask(href);
    const html = await response.text();
    assertEquals(response.status, 200, href);
    assert(!/class="notices"|aria-invalid="true"/.test(html), `${href} has a notice`);
  }
  assertMatch(
    await (await ask("/softmax?temperature=hot")).text(),
    /aria-invalid="true"/,
    "the check can fail",
  );
});

Deno.test("GET /gallery is complete without a script, and names each lab", async () => {
  const html = await (await siteWith()("/gallery")).text();
  for (const { href } of ENTRIES) assert(html.includes(`href="${href.replaceAll("&", "&amp;")}"`), href);
  const document = documentOf(html);
  assertEquals(document.querySelectorAll("li[data-fact]").length, FACTS.length);
  assertEquals(document.querySelectorAll('img[src^="/preview/"]').length, ENTRIES.length);
  assertMatch(await (await siteWith()("/sitemap.xml")).text(), /\/gallery</);
});

Deno.test("each picture of the gallery is drawn by its own experiment", async () => {
  const ask = siteWith();
  const html = await (await ask("/gallery")).text();
  for (const [_, href = "", picture = ""] of html.matchAll(/<a href="([^"]+)"><img src="([^"]+)"/g)) {
    assertEquals(picture.replace(/^\/preview/, "").replace(/^\/predictor/, "/"), href);
  }
  const [one, other] = ["/preview/softmax", "/preview/softmax?temperature=0.5"];
  const drawn = await Promise.all([one, other].map(async (path) => (await ask(path)).bytes()));
  assertNotEquals(drawn[0], drawn[1]);
});

/** Shows that a link's state is the worked example's, by figures that the page writes unrounded. */
const SHOWN: Readonly<Record<number, RegExp>> = {
  2: /data-token="warehouse" data-count="3" data-probability="0.5"/,
  3: /data-step="0" data-loss="2\.12/,
  7: /data-perplexity="2\.828427/,
  11: /data-sequence-probability="0\.06/,
  12: /data-used="8000" data-free="0" data-full="true"/,
  10: /data-bytes="1073741824"/,
  14: /data-perplexity="(50000|49999\.99)/,
  16: /data-bytes="68719476736"/,
};

Deno.test("the worked examples are what their links open", async () => {
  const ask = siteWith();
  for (const { fact, href } of ENTRIES) {
    const shown = fact === null ? undefined : SHOWN[fact];
    if (shown) assertMatch(await (await ask(href)).text(), shown, `row ${fact}`);
  }
});
