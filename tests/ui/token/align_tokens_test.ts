import { assertEquals } from "@std/assert";
import { alignTokens } from "@/lib/ui/token/align_tokens.ts";

const token = (text: string, id = 0) => ({ id, bytes: new TextEncoder().encode(text) });
const bytes = (...bytes: number[]) => ({ id: 0, bytes: Uint8Array.from(bytes) });

Deno.test("alignTokens() cuts a text where its tokens are", () => {
  const { before, pieces, rest, unaligned } = alignTokens("The cat", [token("The"), token(" cat")]);
  assertEquals([before, pieces.map(({ text }) => text), rest, unaligned], ["", ["The", " cat"], "", []]);
});

Deno.test("alignTokens() joins tokens that hold parts of one character", () => {
  const { pieces } = alignTokens("é!", [bytes(0xc3), bytes(0xa9), token("!")]);
  assertEquals(pieces.map(({ text, tokens }) => [text, tokens.length]), [["é", 2], ["!", 1]]);
});

Deno.test("alignTokens() holds up to the first change while the tokens are those of the text before", () => {
  const { pieces, rest, unaligned } = alignTokens("The dog", [token("The"), token(" cat")]);
  assertEquals([pieces.map(({ text }) => text), rest, unaligned.length], [["The"], " dog", 1]);
});

Deno.test("alignTokens() never ends inside a character, and cuts out no more than it is asked for", () => {
  assertEquals(alignTokens("aé", [token("a"), bytes(0xc3)]).rest, "é");
  const many = Array.from({ length: 20 }, () => token("ab"));
  const { before, pieces } = alignTokens("ab".repeat(20), many, 5);
  assertEquals([before, pieces.length], ["ab".repeat(15), 5]);
});

Deno.test("alignTokens() keeps a byte order mark", () => {
  assertEquals(alignTokens("\ufeffa", [token("\ufeff"), token("a")]).pieces.map(({ text }) => text), [
    "\ufeff",
    "a",
  ]);
});
