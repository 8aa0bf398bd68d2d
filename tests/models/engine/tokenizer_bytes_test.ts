import { assertEquals } from "@std/assert";
import { unpackVocabulary } from "@/lib/lm/vocabulary.ts";
import { type TokenizerFile, vocabularyOf } from "@/lib/models/engine/tokenizer_bytes.ts";
import {
  BYTE_SYMBOLS,
  TINY_VOCABULARY,
  tinyBytes,
  tinyTokenizerJson,
} from "@/tests/fixtures/tiny_tokenizer.ts";

const UTF8 = new TextEncoder();

function bytesOf(file: TokenizerFile, size: number): (string | number[])[] {
  const vocabulary = unpackVocabulary(vocabularyOf(file, size));
  return Array.from({ length: size }, (_, id) => {
    const bytes = vocabulary.bytes(id);
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      return [...bytes];
    }
  });
}

Deno.test("vocabularyOf() gives every token of a byte-level tokenizer its bytes", () => {
  const vocabulary = unpackVocabulary(
    vocabularyOf(tinyTokenizerJson() as TokenizerFile, TINY_VOCABULARY.length),
  );
  TINY_VOCABULARY.forEach((_, id) => assertEquals(vocabulary.bytes(id), tinyBytes(id), `token ${id}`));
  assertEquals([0, 1, 2, 3].map(vocabulary.isSpecial), [true, true, true, false]);
});

Deno.test("vocabularyOf() knows all 256 bytes of a byte-level tokenizer", () => {
  const vocab = Object.fromEntries(BYTE_SYMBOLS.map((symbol, byte) => [symbol, byte]));
  const packed = vocabularyOf({ model: { vocab }, decoder: { type: "ByteLevel" } }, 256);
  assertEquals(packed.bytes, Uint8Array.from({ length: 256 }, (_, byte) => byte));
});

Deno.test("vocabularyOf() finds the byte level inside a sequence of components", () => {
  const sequence = { type: "Sequence", pretokenizers: [{ type: "Split" }, { type: "ByteLevel" }] };
  assertEquals(bytesOf({ model: { vocab: { "Ġthe": 0 } }, pre_tokenizer: sequence }, 1), [" the"]);
  const decoder = { type: "Sequence", decoders: [{ type: "Replace" }, { type: "ByteLevel" }] };
  assertEquals(bytesOf({ model: { vocab: { "Ċ": 0 } }, decoder }, 1), ["\n"]);
});

Deno.test("vocabularyOf() reads SentencePiece's spaces and byte tokens", () => {
  const vocab = { "<unk>": 0, "▁The": 1, "er": 2, "<0xE2>": 3, "<0x0A>": 4, "▁▁": 5 };
  assertEquals(bytesOf({ model: { type: "BPE", vocab } }, 6), ["<unk>", " The", "er", [0xe2], "\n", "  "]);
});

Deno.test("vocabularyOf() reads Unigram pieces in the order of their ids", () => {
  const vocab = [["<pad>", 0], ["▁a", -1.5], ["b", -2]] as const;
  assertEquals(bytesOf({ model: { type: "Unigram", vocab } }, 3), ["<pad>", " a", "b"]);
});

Deno.test("vocabularyOf() joins WordPiece's continuations", () => {
  const vocab = { "play": 0, "##ing": 1 };
  assertEquals(bytesOf({ model: { vocab }, decoder: { type: "WordPiece" } }, 2), [" play", "ing"]);
});

Deno.test("vocabularyOf() takes added tokens as they are written, special or not", () => {
  const added = [
    { id: 1, content: "<|end|>", special: true },
    { id: 2, content: "Ġas written", special: false },
  ];
  const file = { model: { vocab: { "Ġa": 0 } }, added_tokens: added, decoder: { type: "ByteLevel" } };
  assertEquals(bytesOf(file, 3), [" a", "<|end|>", "Ġas written"]);
  assertEquals([...vocabularyOf(file, 3).special], [1]);
});

Deno.test("vocabularyOf() has as many tokens as the model has logits", () => {
  const file = {
    model: { vocab: { a: 0, b: 1, c: 5 } },
    added_tokens: [{ id: 9, content: "<x>", special: true }],
    decoder: { type: "ByteLevel" },
  };
  assertEquals(bytesOf(file, 3), ["a", "b", ""]);
  assertEquals([...vocabularyOf(file, 3).special], []);
  assertEquals(bytesOf(file, 7), ["a", "b", "", "", "", "c", ""]);
});

Deno.test("vocabularyOf() keeps the characters of a piece that is not in the byte table", () => {
  assertEquals(bytesOf({ model: { vocab: { "日本": 0 } }, decoder: { type: "ByteLevel" } }, 1), ["日本"]);
  assertEquals(UTF8.encode("日本").length, 6);
});
