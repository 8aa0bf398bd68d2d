import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { joinTokens } from "@/lib/lm/decode_bytes.ts";
import {
  BEGIN_TOKEN,
  createWordTokenizer,
  END_TOKEN,
  FIRST_WORD,
  splitPieces,
} from "@/lib/lm/ngram/word_tokenizer.ts";

const tokenizer = createWordTokenizer(["the package left the hub.", "It's the  café, no. 42!\n\nthe end"]);
const { vocabulary, encode } = tokenizer;

Deno.test("splitPieces() keeps the space with the word and digits apart", () => {
  const pieces = splitPieces("It's the  café, no. 42!?\n\n the");
  assertEquals(pieces, ["It", "'s", " the", " ", " café", ",", " no", ".", " 4", "2", "!?", "\n\n", " the"]);
});

Deno.test("createWordTokenizer() has 256 bytes, two marks, then words by falling frequency", () => {
  assertEquals([...vocabulary.bytes(0xe2)], [0xe2]);
  assertEquals([BEGIN_TOKEN, END_TOKEN].map((id) => vocabulary.isSpecial(id)), [true, true]);
  assertEquals(joinTokens(vocabulary, [BEGIN_TOKEN, FIRST_WORD]), "<begin>the");
  assertEquals(vocabulary.isSpecial(FIRST_WORD), false);
});

Deno.test("encode() takes known words whole and others byte by byte", () => {
  assertEquals(encode(" the hub").length, 2);
  assertEquals(encode(" zebra"), [...new TextEncoder().encode(" zebra")]);
  assertEquals(encode("."), [46]);
  assertEquals(encode(""), []);
});

Deno.test("encode() does not read marks in a text", () => {
  assertEquals(encode("<end><begin>").some((id) => vocabulary.isSpecial(id)), false);
});

Deno.test("encode() loses nothing of any string", () => {
  const strings = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: "grapheme" }),
    fc.constantFrom("\0", "\ud83d", "a\udc00b", "👩‍👩‍👧", "  the\t\r\n", "\u2028\u0301"),
  );
  fc.assert(fc.property(strings, (text) => {
    assertEquals(joinTokens(vocabulary, encode(text)), text.toWellFormed());
  }));
});

Deno.test("createWordTokenizer() of texts with lone surrogates still has words of whole characters", () => {
  const odd = createWordTokenizer(["a\ud800 b\ud800"]);
  assertEquals(joinTokens(odd.vocabulary, odd.encode("a\ud800 b")), "a\ufffd b");
});
