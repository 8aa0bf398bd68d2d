import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { createTokenizer } from "@/lib/transformer/byte_level_bpe.ts";
import { shippedFile } from "./shipped.ts";

const { pairs }: { readonly pairs: readonly (readonly [text: string, ids: number[]])[] } = JSON.parse(
  Deno.readTextFileSync(new URL("../reference/byte_level_bpe.json", import.meta.url)),
);
const tokenizer = createTokenizer(JSON.parse(new TextDecoder().decode(await shippedFile("tokenizer.json"))));

function bytesOf(ids: readonly number[]): Uint8Array {
  return Uint8Array.from(ids.flatMap((id) => [...tokenizer.vocabulary.bytes(id)]));
}

Deno.test("encode() equals the tokenizers library on 3,000 odd strings", () => {
  assert(pairs.length > 3000);
  for (const [text, ids] of pairs) assertEquals(tokenizer.encode(text), ids, JSON.stringify(text));
});

Deno.test("encode() loses no byte of any string; lone surrogates become U+FFFD", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.nat({ max: 0xffff }).map((code) => String.fromCharCode(code)) }),
      (text) => {
        assertEquals(bytesOf(tokenizer.encode(text)), new TextEncoder().encode(text.toWellFormed()));
      },
    ),
    { numRuns: 2000, seed: 7 },
  );
});

Deno.test("a text never makes a special token, and both are known by name", () => {
  const ids = tokenizer.encode("<|begin|> and <|end|>");
  assertEquals(ids.filter((id) => tokenizer.vocabulary.isSpecial(id)), []);
  assertEquals([tokenizer.special("<|begin|>"), tokenizer.special("<|end|>"), tokenizer.special("<|x|>")], [
    0,
    1,
    null,
  ]);
});

Deno.test("every number up to 50 is one token, with a space and without", () => {
  for (let n = 0; n <= 50; n++) {
    assertEquals([tokenizer.encode(`${n}`).length, tokenizer.encode(` ${n}`).length], [1, 1], String(n));
  }
});

Deno.test("a file without a pattern is refused", () => {
  const file = { model: { vocab: {}, merges: [] }, added_tokens: [], pre_tokenizer: { pretokenizers: [] } };
  assertThrows(() => createTokenizer(file), SyntaxError, "no pattern");
});
