import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { joinTokens, tokenPieces } from "@/lib/lm/decode_bytes.ts";
import { packVocabulary, unpackVocabulary, type Vocabulary } from "@/lib/lm/vocabulary.ts";

/** One token for each byte, a mark with id 256 and a token without bytes with id 257. */
const BYTES: Vocabulary = vocabularyOf([
  ...Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte)),
  new TextEncoder().encode("<end>"),
  new Uint8Array(),
]);

function vocabularyOf(tokens: Uint8Array[]): Vocabulary {
  return unpackVocabulary(packVocabulary(tokens, [256]));
}

function bytesOf(text: string): number[] {
  return [...new TextEncoder().encode(text)];
}

function piecesOf(ids: readonly number[]): [text: string | null, group: number, groupText: string | null][] {
  return tokenPieces(BYTES, ids).map((piece) => [piece.text, piece.group, piece.groupText]);
}

Deno.test("joinTokens() joins bytes before it decodes them", () => {
  assertEquals(joinTokens(BYTES, bytesOf("a 🙂 \0 שלום")), "a 🙂 \0 שלום");
  assertEquals(joinTokens(BYTES, [0xf0, 0x9f]), "\ufffd");
  assertEquals(joinTokens(BYTES, bytesOf("\ufeffa")), "\ufeffa");
  assertEquals(joinTokens(BYTES, [97, 256]), "a<end>");
});

Deno.test("tokenPieces() joins tokens that complete a character together", () => {
  assertEquals(piecesOf([97, ...bytesOf("é"), 98]), [
    ["a", 0, "a"],
    [null, 1, "é"],
    [null, 1, "é"],
    ["b", 2, "b"],
  ]);
});

Deno.test("tokenPieces() joins tokens that end and begin in the middle of characters", () => {
  const [first, second] = [bytesOf("x€"), bytesOf("€y")];
  const vocabulary = vocabularyOf([
    Uint8Array.from(first.slice(0, 3)),
    Uint8Array.from([first[3]!, ...second.slice(0, 1)]),
    Uint8Array.from(second.slice(1)),
  ]);
  assertEquals(tokenPieces(vocabulary, [0, 1, 2]).map((piece) => piece.groupText), Array(3).fill("x€€y"));
});

Deno.test("tokenPieces() shows nothing for a character that is not complete, or never will be", () => {
  assertEquals(piecesOf([0xf0, 0x9f]), [[null, 0, null], [null, 0, null]]);
  assertEquals(piecesOf([0xe2, 97]), [[null, 0, null], ["a", 1, "a"]]);
  assertEquals(piecesOf([0xe0, 0x80]), [[null, 0, null], [null, 1, null]]);
  assertEquals(piecesOf([0xed, 0xa0, 0x80]).map(([, group]) => group), [0, 1, 2]);
});

Deno.test("tokenPieces() breaks a character at a mark and at a token without bytes", () => {
  assertEquals(piecesOf([0xc3, 256, 0xa9]), [[null, 0, null], ["<end>", 1, "<end>"], [null, 2, null]]);
  assertEquals(piecesOf([0xc3, 257, 0xa9]), [[null, 0, null], ["", 1, ""], [null, 2, null]]);
  assertEquals(tokenPieces(BYTES, [256])[0]!.special, true);
});

Deno.test("tokenPieces() has the text of any string", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    const pieces = tokenPieces(BYTES, bytesOf(text));
    const groups = new Map(pieces.map((piece) => [piece.group, piece.groupText]));
    assertEquals([...groups.values()].join(""), text.toWellFormed());
  }));
});

Deno.test("tokenPieces() changes only the last group when a token is appended", () => {
  fc.assert(fc.property(fc.array(fc.nat(257), { minLength: 1 }), (ids) => {
    const before = tokenPieces(BYTES, ids.slice(0, -1));
    const settled = before.filter((piece) => piece.group !== before.at(-1)!.group);
    assertEquals(tokenPieces(BYTES, ids).slice(0, settled.length), settled);
  }));
});
