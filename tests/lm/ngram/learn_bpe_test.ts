import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { learnBpe } from "@/lib/lm/ngram/learn_bpe.ts";
import { readCorpus } from "@/lib/lm/ngram/corpus.ts";

/** The example of Sennrich et al. 2016, without their end-of-word mark. */
const WORDS = new Map([["low", 5], ["lower", 2], ["newest", 6], ["widest", 3]]);

function pieces(words: ReadonlyMap<string, number>, merges: number, word: string): string[] {
  const bpe = learnBpe(words, merges);
  return bpe.encode(word).map(bpe.write);
}

Deno.test("learnBpe() merges the most frequent pairs first", () => {
  const bpe = learnBpe(WORDS, 4);
  assertEquals(bpe.merges, 4);
  assertEquals(pieces(WORDS, 0, "lower"), ["·l", "o", "w", "e", "r"]);
  assertEquals(pieces(WORDS, 1, "newest"), ["·n", "e", "w", "es", "t"]);
  assertEquals(pieces(WORDS, 2, "widest"), ["·w", "i", "d", "est"]);
  assertEquals(pieces(WORDS, 4, "low"), ["·low"]);
  assertEquals(pieces(WORDS, 4, "lowest"), ["·low", "est"]);
});

Deno.test("learnBpe() stops where no pair occurs twice, and knows what it has never seen", () => {
  const bpe = learnBpe(new Map([["abc", 1]]), 100);
  assertEquals([bpe.merges, bpe.size], [0, 3]);
  assertEquals(bpe.encode("axc").map((id) => id < 0), [false, true, false]);
  assertEquals([bpe.find("·a"), bpe.find("zebra")], [0, -1]);
});

Deno.test("learnBpe() merges overlapping pairs from the left", () => {
  assertEquals(pieces(new Map([["xaaaaa", 3]]), 1, "xaaa"), ["·x", "aa", "a"]);
});

const word = fc.string({ unit: fc.constantFrom("a", "b", "c", "é", "😀"), minLength: 1, maxLength: 40 });

Deno.test("learnBpe() loses no character: the tokens of a word spell it", () => {
  const corpus = fc.dictionary(word, fc.integer({ min: 1, max: 9 }), { minKeys: 1, maxKeys: 12 });
  fc.assert(fc.property(corpus, fc.integer({ min: 0, max: 30 }), (counts, merges) => {
    const bpe = learnBpe(new Map(Object.entries(counts)), merges);
    for (const each of Object.keys(counts)) {
      assertEquals(bpe.encode(each).map(bpe.write).join(""), `·${each}`);
    }
  }));
});

Deno.test("learnBpe() segments what it learned from as its own merges left it", () => {
  const tokens = (merges: number) => {
    const bpe = learnBpe(WORDS, merges);
    return [...WORDS].reduce((sum, [word, count]) => sum + count * bpe.encode(word).length, 0);
  };
  for (let merges = 0; merges < 8; merges++) assert(tokens(merges + 1) < tokens(merges));
});

Deno.test("readCorpus() keeps marks apart from subword tokens", () => {
  const options = { convention: "kenlm", unit: "bpe", merges: 10 } as const;
  const corpus = readCorpus(["<bos> low lower <eos>", "low"], options);
  assertEquals(corpus.context(["<s>", "low"]).map(corpus.write), ["<s>", "·low"]);
  assertEquals(corpus.context(["·low"]), corpus.context(["low"]));
  assertEquals(corpus.context(["zoo"]).map(corpus.write), ["<unk>", "<unk>", "<unk>"]);
  assertEquals(corpus.stream.sentences, 2);
});

Deno.test("learnBpe() learns from as many parts of one long word as from words", () => {
  const word = "xy".repeat(8000 * 16) + "zw".repeat(1000);
  const bpe = learnBpe(new Map([[word, 1]]), 10);
  assert(bpe.find("xy") >= 0);
  assertEquals(bpe.find("zw"), -1);
});
