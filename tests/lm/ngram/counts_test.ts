import { splitWords } from "@/lib/lm/white_space.ts";
import { assertEquals } from "@std/assert";
import { countNgrams, findNgram, ngramTokens } from "@/lib/lm/ngram/counts.ts";
import { encodeSentences, padStream, streamSentences } from "@/lib/lm/ngram/stream.ts";
import { createNgramVocabulary } from "@/lib/lm/ngram/vocabulary.ts";
import { CORPORA } from "./reference.ts";

const NO_PADDING = { begin: 0, end: 0 };

/** Python's order of strings: by code point, not by UTF-16 unit. */
function compareCodePoints(a: string, b: string): number {
  const [x, y] = [[...a], [...b]].map((s) => s.map((c) => c.codePointAt(0)!));
  for (let i = 0; i < Math.min(x!.length, y!.length); i++) if (x![i] !== y![i]) return x![i]! - y![i]!;
  return x!.length - y!.length;
}

for (const corpus of CORPORA) {
  Deno.test(`countNgrams() counts the n-grams of ${corpus.name}`, () => {
    const vocabulary = createNgramVocabulary("kenlm");
    const stream = encodeSentences(corpus.sentences, vocabulary);
    const counts = countNgrams(stream, { order: 3, vocabularySize: vocabulary.size, padding: NO_PADDING });
    for (const [n, expected] of [[2, corpus.counts.bigrams], [3, corpus.counts.trigrams]] as const) {
      const level = counts.levels[n - 1]!;
      assertEquals(level.size, expected.distinct);
      assertEquals(level.count.subarray(0, level.size).reduce((a, b) => a + b, 0), expected.total);
      const rows = Array.from({ length: level.size }, (_, entry) => ({
        tokens: ngramTokens(counts, n, entry).map((id) => String(vocabulary.token(id))),
        count: level.count[entry]!,
      }));
      rows.sort((a, b) =>
        b.count - a.count ||
        a.tokens.reduce((d, token, i) => d || compareCodePoints(token, b.tokens[i]!), 0)
      );
      assertEquals<unknown>(rows.slice(0, 20).map((row) => [...row.tokens, row.count]), expected.top);
    }
  });
}

Deno.test("countNgrams() reports progress that ends at 1", () => {
  const vocabulary = createNgramVocabulary("kenlm");
  const stream = encodeSentences(["a b c"], vocabulary);
  const shares: number[] = [];
  countNgrams(stream, {
    order: 3,
    vocabularySize: vocabulary.size,
    padding: NO_PADDING,
    onProgress: (done) => shares.push(done),
  });
  assertEquals(shares.at(-1), 1);
  assertEquals(shares, [...shares].sort((a, b) => a - b));
});

Deno.test("countNgrams() keeps its entries when the tables grow", () => {
  const vocabulary = createNgramVocabulary("kenlm");
  const sentences = Array.from({ length: 5000 }, (_, i) => `w${i} w${(i * 7) % 5000} x`);
  const stream = encodeSentences([...sentences, ...sentences], vocabulary);
  const counts = countNgrams(stream, { order: 2, vocabularySize: vocabulary.size, padding: NO_PADDING });
  const bigram = findNgram(counts, [vocabulary.id("w3"), vocabulary.id("w21")]);
  assertEquals(counts.levels[1]!.count[bigram], 2);
  assertEquals(findNgram(counts, [vocabulary.id("w21"), vocabulary.id("w3")]), -1);
});

Deno.test("encodeSentences() skips marks in the text, however they are spelled", () => {
  const vocabulary = createNgramVocabulary("kenlm");
  const stream = encodeSentences(["<bos> a b <eos>", "<s> a </s>", "a <unk> b"], vocabulary);
  const words = [...streamSentences(stream)].map((ids) => Array.from(ids, (id) => vocabulary.token(id)));
  assertEquals(words, [["a", "b"], ["a"], ["a", "b"]]);
  assertEquals(vocabulary.size, 5);
});

Deno.test("padStream() wraps every sentence, an empty one too", () => {
  const vocabulary = createNgramVocabulary("kenlm");
  const stream = encodeSentences(["a", ""], vocabulary);
  const BREAK = 0xffffffff;
  assertEquals([...padStream(stream, { begin: 2, end: 1 })], [1, 1, 3, 2, BREAK, 1, 1, 2, BREAK]);
});

Deno.test("splitWords() splits where Python's str.split() does", () => {
  assertEquals(splitWords(" a\tb\u00a0c\u2003d\x1fe\n"), ["a", "b", "c", "d", "e"]);
});
