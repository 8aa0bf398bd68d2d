/** What a printed page says: the whole link, its settings, and what its QR code holds. */
import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { experimentKey, printedLink } from "@/lib/labs/share/print/printed_link.ts";
import { qrCode } from "@/lib/labs/share/print/qr_code.ts";

const SITE = "https://site.test";

Deno.test("a printed page has its whole link, its settings and a QR code of that link", () => {
  const href = `${SITE}/softmax?temperature=2&top_k=2#share`;
  assertEquals(printedLink(href, null, null), {
    link: `${SITE}/softmax?temperature=2&top_k=2`,
    settings: [["temperature", "2"], ["top k", "2"]],
    coded: `${SITE}/softmax?temperature=2&top_k=2`,
    note: null,
  });
  const kept = printedLink(`${SITE}/softmax`, { query: "temperature=0.5" }, null);
  assertEquals(kept.coded, `${SITE}/softmax?temperature=0.5`, "what the history keeps counts");
});

Deno.test("a link beyond 600 characters is coded by the stored short one, else by none, and one sentence says so", () => {
  const href = `${SITE}/loss?probabilities=${"0.5,".repeat(200)}0.5`;
  const none = printedLink(href, null, null);
  assertEquals([none.link, none.coded], [href, null]);
  assertMatch(none.note!, /^[^.]+\.$/, "one sentence");
  const short = { url: `${SITE}/e/abc`, of: experimentKey(href, null) };
  assertEquals(printedLink(href, null, short).coded, short.url);
  assertEquals(
    printedLink(`${href},0.1`, null, short).coded,
    null,
    "a short link of another experiment is none",
  );
});

Deno.test("what no address holds is printed without a wrong link", () => {
  const query = `text=${"word ".repeat(2000)}`;
  for (const href of [`${SITE}/ngram`, `${SITE}/`, `${SITE}/train`]) {
    const state = { query, drafts: {}, depth: 0 };
    const { link, coded, note } = printedLink(href, state, null);
    assertEquals([link, coded], [null, null], href);
    assert(note!.includes("file"));
    const short = { url: `${SITE}/e/abc`, of: experimentKey(href, state) };
    assertEquals(printedLink(href, state, short).coded, short.url);
  }
  assertEquals(printedLink(`${SITE}/e/abc`, { query }, null).coded, `${SITE}/e/abc`);
});

Deno.test("qrCode() draws one square for each dark module, the three finders among them", () => {
  const { size, d } = qrCode(`${SITE}/softmax`);
  assertEquals((size - 17) % 4, 0);
  for (const [x, y] of [[0, 0], [size - 1, 0], [0, size - 1]]) assert(d.includes(`M${x} ${y}h1v1h-1z`));
  assertThrows(() => qrCode("x".repeat(601)), RangeError);
});
