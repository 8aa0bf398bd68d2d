/** What a scored text shows, as values. */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { keptView, scoreView, tokensCsv } from "@/lib/labs/score/score_view.ts";
import { createFrequencies, wordsCsv } from "@/lib/labs/score/words_csv.ts";
import type { DocumentToken, ScoredDocument } from "@/lib/lm/loss/text/score_document.ts";

/** A token of some bits; null for one that was not scored. */
function token(bits: number | null, rank = 1): DocumentToken {
  const score = { logProbability: -(bits ?? 0) * Math.LN2, rank, entropyNats: 0.25, top: [] };
  return { id: 7, bytes: [0x61, 0x0a], score: bits === null ? null : score };
}

function documentOf(tokens: readonly DocumentToken[], text = "a"): ScoredDocument {
  return { text, tokens } as unknown as ScoredDocument;
}

Deno.test("scoreView() tints by bits from 1, 4, 8 and 12 on, and by ranks from 2, 6, 21 and 201 on", () => {
  const bits = [0.9, 1.1, 3.9, 4.1, 7.9, 8.1, 8.9, 11.9, 12.1];
  const ofBits = scoreView(documentOf([token(null), ...bits.map((each) => token(each))]), "surprisal");
  assertEquals(ofBits.tokens(0, 20).map(({ level }) => level), [null, 0, 1, 1, 2, 2, 3, 3, 3, 4]);
  const ranks = [1, 2, 5, 6, 20, 21, 200, 201];
  const ofRanks = scoreView(documentOf(ranks.map((rank) => token(20, rank))), "rank");
  assertEquals(ofRanks.tokens(0, 20).map(({ level }) => level), [0, 1, 1, 2, 2, 3, 3, 4]);
});

Deno.test("scoreView() sums the bits up to each token, names the first peak, and skips what was not scored", () => {
  const view = scoreView(documentOf([null, 2, 5, 1, 5].map((bits) => token(bits))), "surprisal");
  assertEquals(view.tokens(0, 5).map(({ bits }) => bits && Math.round(bits)), [null, 2, 5, 1, 5]);
  view.tokens(2, 4).forEach(({ bitsSoFar }, i) => assertAlmostEquals(bitsSoFar, [7, 8][i]!, 1e-12));
  assertEquals([view.peak, view.length, view.tokensPerPoint], [2, 5, 1]);
  assertEquals(view.curve.map(([position, bits]) => [position, Math.round(bits)]), [[2, 2], [3, 5], [4, 1], [
    5,
    5,
  ]]);
  assertEquals(scoreView(documentOf([token(null)]), "rank").peak, null);
});

Deno.test("scoreView() draws 400 points, and means of two tokens from the next one on", () => {
  const text = (length: number) => documentOf(Array.from({ length }, (_, i) => token(i % 2 === 0 ? 1 : 4)));
  assertEquals([scoreView(text(400), "rank").tokensPerPoint, scoreView(text(400), "rank").curve.length], [
    1,
    400,
  ]);
  const { tokensPerPoint, curve } = scoreView(text(401), "rank");
  assertEquals([tokensPerPoint, curve.length, curve[0], curve.at(-1)], [2, 201, [1, 2.5], [401, 1]]);
});

Deno.test("scoreView() has bits a byte, a word and a character of the whole text", () => {
  const { totals } = scoreView(documentOf([null, 6, 12].map((bits) => token(bits)), "né xy"), "rank");
  const { bytes, characters, words, tokens, tokensScored, bitsPerByte, bitsPerWord, bitsPerCharacter } =
    totals;
  assertEquals([bytes, characters, words, tokens, tokensScored], [6, 5, 2, 3, 2]);
  [bitsPerByte, bitsPerWord, bitsPerCharacter].forEach((each, i) =>
    assertAlmostEquals(each!, [3, 9, 3.6][i]!, 1e-12)
  );
  assertAlmostEquals(totals.perplexity!, 2 ** 9, 1e-9);
});

Deno.test("keptView() computes a document once a tint", () => {
  const document = documentOf([token(9, 3)]);
  assertEquals(keptView(document, "rank") === keptView(document, "rank"), true);
  assertEquals(keptView(document, "rank").tokens(0, 1)[0]!.level, 1);
  assertEquals(keptView(document, "surprisal").tokens(0, 1)[0]!.level, 3);
});

Deno.test("the tables of tokens and words hold their values, and what is not known is empty", () => {
  assertEquals(tokensCsv([token(null), token(2, 4)]).split("\n").slice(1, 3), [
    "1,7,610a,,,",
    `2,7,610a,${-2 * Math.LN2},4,0.25`,
  ]);
  const words = [
    { word: "The", position: 3, tokens: 2, bits: 1.5 },
    { word: "né", position: 5, tokens: 1, bits: null },
  ];
  const corpus = { name: "c", text: "the cat, The end" };
  assertEquals(wordsCsv(words, "m", corpus).split("\n").slice(1, 3), [
    `"The",3,2,1.5,${Math.log(2 / 4)},3`,
    '"né",5,1,,,2',
  ]);
  assertEquals(createFrequencies(corpus.text)("(end)"), Math.log(1 / 4));
});
