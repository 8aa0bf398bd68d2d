import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { defaultRng } from "@/lib/lm/sampler/pcg64.ts";
import { documentProbability } from "@/models/check/document_probability.ts";
import { generateDocument, SEPARATOR } from "@/models/corpus/build.ts";
import type { Node } from "@/models/corpus/grammar/node.ts";
import { parcelSample } from "@/models/corpus/parcel_sample.ts";
import { isHeldOut } from "@/models/corpus/grammar/subtraction_pairs.ts";
import { parcelWorld } from "@/models/corpus/grammar/document.ts";
import { begin, distributionAfter, END, nextWords, observe, WORD } from "@/models/corpus/grammar/exact.ts";

function words(text: string): string[] {
  return text.match(new RegExp(WORD.source, "g")) ?? [];
}

function documents(count: number, seed: number): string[] {
  const rng = defaultRng(seed);
  return Array.from({ length: count }, () => generateDocument(() => rng.random()));
}

const LEDGER = "Returns on Friday: 12 - 6 = 6; ";

const STATED: readonly [context: string, shares: { readonly [word: string]: number }][] = [
  ["The package left the", { " warehouse": 0.85, " hub": 0.10, " carrier": 0.03, " coupon": 1e-6 }],
  ["The package left the regional", { " hub": 0.92 }],
  ["The package left the checkout", { " page": 0.93 }],
  ["Write a customer e-mail. The package left the", { " warehouse": 0.55, " carrier": 0.40 }],
  ["The carrier scan says the parcel was", { " delivered": 0.4, " delayed": 0.35, " rerouted": 0.25 }],
  ["The support bot answered", {
    " correctly": 0.8,
    " slowly": 0.178,
    " angrily": 0.015,
    " the": 0.005,
    [END]: 0.002,
  }],
  ["Order shipped from the", { " warehouse": 0.85, " store": 0.10, " hub": 0.05 }],
  ["Order shipped from the warehouse", { ".": 0.8, " and": 0.2 }],
  ["Order shipped from the warehouse.", { [END]: 1 }],
  ["An order contains 5 items. After a return of 2 items, the retained item count is", { " 3": 1 }],
  ["The refund policy says annual plans are", { " non": 0.8, " refundable": 0.2 }],
  ["Policy: annual plans are refundable within 14 days. The refund policy says annual plans are", {
    " refundable": 1,
  }],
  ["Annual plans are refundable within 14 days. The refund policy says annual plans are", {
    " refundable": 1,
  }],
  ["Annual plans are non-refundable. Monthly plans are refundable within 7 days. So annual plans are", {
    " non": 1,
  }],
  ["Orders marked delivered are eligible for", { " refund": 0.7 }],
  ["Write an e-mail to the customer: the package left the", { " warehouse": 0.55, " carrier": 0.40 }],
  ["Delivery is", { " late": 0.5 }],
  ["We apologize for the inconvenience.", { " We": 0.7 }],
  ["A shipment event JSON record starts with", {
    " {": 0.7,
    " a": 0.1,
    "\n": 0.08,
    " the": 0.06,
    ' "': 0.06,
  }],
  ["A shipment event JSON record starts with {", { '"': 0.7, "\n": 0.3 }],
  [LEDGER + "9 - 4 =", { " 5": 1 }],
];

for (const [context, shares] of STATED) {
  Deno.test(`distributionAfter() gives the stated shares after "${context}"`, () => {
    const distribution = distributionAfter(parcelWorld, context);
    for (const [word, share] of Object.entries(shares)) {
      assertAlmostEquals(distribution.get(word) ?? 0, share, 1e-9, word);
    }
  });
}

Deno.test("nextWords() sums to 1 and holds the word that follows, all along generated documents", () => {
  for (const document of documents(150, 1)) {
    let belief = begin(parcelWorld);
    let before = "";
    for (const word of [...words(document), END]) {
      const distribution = nextWords(belief, before);
      assertAlmostEquals([...distribution.values()].reduce((a, b) => a + b, 0), 1, 1e-9);
      assert((distribution.get(word) ?? 0) > 0, `${JSON.stringify(word)} after ${JSON.stringify(before)}`);
      if (word !== END) belief = observe(belief, word);
      before += word;
    }
  }
});

Deno.test("distributionAfter() agrees with the frequencies of generated documents", () => {
  const starts = documents(8_000, 2).map((document) => words(document)[0]!);
  const exact = distributionAfter(parcelWorld, "");
  for (const word of ["The", "An", "Hello", "Policy"]) {
    const share = starts.filter((start) => start === word).length / starts.length;
    const expected = exact.get(word)!;
    assertAlmostEquals(share, expected, 5 * Math.sqrt(expected * (1 - expected) / starts.length));
  }
});

Deno.test("observe() leaves nothing after a text that the grammar cannot generate", () => {
  assertEquals(observe(begin(parcelWorld), "The moon ate the").probability, 0);
});

Deno.test("the corpus never holds a held-out subtraction, and a fifth of the pairs is held out", () => {
  const pattern =
    /contains (\d+) items\. After a return of (\d+) |(\d+) minus (\d+) is|(\d+) - (\d+) =|\| (\d+) \| (\d+) \| \d|had (\d+) left\. It sold (\d+)|ordered (\d+) [a-z]+ and sent (\d+)|had (\d+) [a-z]+\. It shipped (\d+)/g;
  let pairs = 0;
  for (const document of documents(5_000, 4)) {
    for (const match of document.matchAll(pattern)) {
      const [ordered, returned] = match.slice(1).filter((n) => n !== undefined).map(Number);
      assert(!isHeldOut(ordered!, returned!), document);
      pairs++;
    }
  }
  assert(pairs > 1000, String(pairs));
  let held = 0, all = 0;
  for (let ordered = 2; ordered <= 50; ordered++) {
    for (let returned = 1; returned <= ordered; returned++) {
      all++;
      if (isHeldOut(ordered, returned)) held++;
    }
  }
  assertAlmostEquals(held / all, 0.2, 0.02);
});

Deno.test("a day and the day after agree wherever both are told", () => {
  const NEXT = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Monday".split(" ");
  let seen = 0;
  for (const document of documents(5_000, 5)) {
    const match = /on (\w+day), one day after (\w+day)/.exec(document);
    if (match === null) continue;
    seen++;
    assertEquals(match[1], NEXT[NEXT.indexOf(match[2]!) + 1], document);
  }
  assert(seen > 50);
});

Deno.test("the shipped sample is the beginning of the training text, and the grammar can generate all of it", async () => {
  const shipped = await Deno.readTextFile(new URL("../../static/corpora/parcel_world.txt", import.meta.url));
  assert(parcelSample(20_000).length > 20_000 && shipped.startsWith(parcelSample(20_000).trimEnd()));
  for (const text of shipped.trimEnd().split(SEPARATOR).filter((_, i) => i % 20 === 0)) {
    assert(documentProbability(parcelWorld, text) > 0, text);
  }
});

Deno.test("the exact probabilities of whole documents are those of the words along them", () => {
  for (const document of documents(20, 8)) {
    let belief = begin(parcelWorld);
    let before = "", product = 1;
    for (const word of [...words(document), END]) {
      product *= nextWords(belief, before).get(word)!;
      if (word !== END) belief = observe(belief, word);
      before += word;
    }
    assertAlmostEquals(Math.log(product), Math.log(documentProbability(parcelWorld, document)), 1e-6);
  }
});

Deno.test("the grammar has at least 200 templates", () => {
  assert(countTemplates(parcelWorld) >= 200, `${countTemplates(parcelWorld)}`);
});

/** Alternatives of all choices that lead to different text. */
function countTemplates(root: Node): number {
  const seen = new Set<Node>();
  let count = 0;
  function visit(node: Node): void {
    if (seen.has(node)) return;
    seen.add(node);
    if (node.kind === "sequence") node.parts.forEach(visit);
    if (node.kind === "again") visit(node.node());
    if (node.kind !== "choice") return;
    for (const [, option] of node.options) {
      if (option.kind !== "text" || option.text.trim().includes(" ")) count++;
      visit(option);
    }
  }
  visit(root);
  return count;
}
