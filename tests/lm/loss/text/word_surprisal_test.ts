import { assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { compareConventions } from "@/lib/lm/loss/text/compare_conventions.ts";
import { scoreDocument } from "@/lib/lm/loss/text/score_document.ts";
import { textTotals } from "@/lib/lm/loss/text/totals.ts";
import { wordSurprisal } from "@/lib/lm/loss/text/word_surprisal.ts";
import { fakeModel } from "../../fake_model.ts";

const model = fakeModel({
  tokens: ["<s>", "a", " b", "\n", "é".normalize(), " "],
  beginToken: 0,
  next: () => [0, 1, 2, 3, 0, 1],
});

Deno.test("words are what white space separates; the space before a word is the word's", async () => {
  const { text, tokens } = await scoreDocument(model, "aa b\né ");
  const words = wordSurprisal(text, tokens);
  assertEquals(words.map(({ word, tokens }) => [word, tokens]), [["aa", 2], ["b", 1], ["é", 3]]);
});

Deno.test("the words' bits are the text's", async () => {
  const pieces = fc.array(fc.constantFrom("a", " b", "\n", "é", " "), { minLength: 1, maxLength: 30 });
  await fc.assert(fc.asyncProperty(pieces, async (parts) => {
    const { text, tokens } = await scoreDocument(model, parts.join(""));
    const words = wordSurprisal(text, tokens);
    assertEquals(wordSurprisal(text, tokens, 2), words.slice(0, 2));
    if (words.length === 0) return;
    const sum = words.reduce((total, { bits }) => total + bits!, 0);
    assertAlmostEquals(sum, textTotals(text, tokens).totalBits, 1e-9);
  }));
});

Deno.test("a word with a token that is not scored has no figure", async () => {
  const convention = { convention: "hf", window: null, stride: null, bos: "none" } as const;
  const { text, tokens } = await scoreDocument(model, "aa b", { convention });
  assertEquals(wordSurprisal(text, tokens).map(({ bits }) => bits === null), [true, false]);
});

Deno.test("conventions are compared, and passes that are the same give the same figure", async () => {
  const scored = await scoreDocument(model, "aa b aa b");
  const results = await compareConventions(model, scored);
  assertEquals(results.map(({ totals }) => totals?.tokensScored ?? 0), [7, 7, 0, 7, 6]);
  assertEquals(results[0]!.totals, results[3]!.totals);
});
