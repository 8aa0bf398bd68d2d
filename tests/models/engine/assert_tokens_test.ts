import { assertEquals } from "@std/assert";
import { assertTokens } from "@/lib/models/engine/assert_tokens.ts";

Deno.test("assertTokens() lets through what a model can run, and nothing else", () => {
  const vocabulary = { size: 8, bytes: () => new Uint8Array(), isSpecial: () => false };
  const check = (tokens: number[]) => {
    try {
      assertTokens({ contextLength: 4, vocabulary }, tokens);
      return "runs";
    } catch (error) {
      return (error as Error).name;
    }
  };
  assertEquals(check([0, 7, 3, 1]), "runs");
  for (const tokens of [[], [0, 1, 2, 3, 4], [8], [-1], [1.5], [NaN], [Infinity]]) {
    assertEquals(check(tokens), "RangeError", JSON.stringify(tokens));
  }
});
