import { assertEquals } from "@std/assert";
import { joinTokens } from "@/lib/lm/decode_bytes.ts";
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

Deno.test("joinTokens() joins bytes before it decodes them", () => {
  assertEquals(joinTokens(BYTES, bytesOf("a 🙂 \0 שלום")), "a 🙂 \0 שלום");
  assertEquals(joinTokens(BYTES, [0xf0, 0x9f]), "\ufffd");
  assertEquals(joinTokens(BYTES, bytesOf("\ufeffa")), "\ufeffa");
  assertEquals(joinTokens(BYTES, [97, 256]), "a<end>");
});
