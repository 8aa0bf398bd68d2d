import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { createCorpusTokenizer, createEncoder, tokenBytes } from "@/lib/training/data/corpus_tokenizer.ts";

function decode(tokenizer: ReturnType<typeof createCorpusTokenizer>, ids: readonly number[]): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(
    Uint8Array.from(ids.flatMap((id) => [...tokenBytes(tokenizer, id)])),
  );
}

Deno.test("words are sorted by code point, as Python sorts them", () => {
  const { tokens } = createCorpusTokenizer(["z 😀 ﬀ Z ä a10 a9 a"], "words", 100);
  assertEquals(tokens, ["Z", "a", "a10", "a9", "z", "ä", "ﬀ", "😀"]);
});

Deno.test("a full vocabulary keeps the most frequent words and makes the others unknown", () => {
  const tokenizer = createCorpusTokenizer(["b a c a b a d"], "words", 3);
  assertEquals(tokenizer.tokens, ["<unk>", "a", "b"]);
  assertEquals(createEncoder(tokenizer)("a d b new"), [1, 0, 2, 0]);
});

Deno.test("without an unknown token a new word is -1", () => {
  assertEquals(createEncoder(createCorpusTokenizer(["a b"], "words", 10))("a x"), [0, -1]);
});

Deno.test("byte pairs are learned most frequent first; ties go to the lower ids", () => {
  const { tokens, merges } = createCorpusTokenizer(["aaab aaab", "ab"], "bpe", 259);
  assertEquals(merges.length, 3);
  assertEquals(tokens[256], "aa");
  assertEquals(tokens.length, 259);
});

Deno.test("byte-pair tokens of any text are its bytes", () => {
  const tokenizer = createCorpusTokenizer(["the parcel left the hub", "zwölf the the"], "bpe", 300);
  const encode = createEncoder(tokenizer);
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      assertEquals(decode(tokenizer, encode(text)), text.toWellFormed());
    }),
  );
});
