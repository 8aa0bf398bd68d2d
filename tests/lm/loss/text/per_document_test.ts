import { assertAlmostEquals, assertEquals } from "@std/assert";
import { perDocument } from "@/lib/lm/loss/text/per_document.ts";
import { textTotals } from "@/lib/lm/loss/text/totals.ts";

const encoder = new TextEncoder();

function tokensOf(pieces: readonly (readonly [text: string, logProbability: number | null])[]) {
  return pieces.map(([text, logProbability]) => ({
    bytes: [...encoder.encode(text)],
    score: logProbability === null ? null : { logProbability, rank: 1, entropyNats: 0, top: [] },
  }));
}

Deno.test("the mean over documents counts each alike, however long", () => {
  const pieces = [["é", -1], ["b", -1], ["c", -1], ["\n\n", -1], ["d", -3]] as const;
  const { documents, perplexity } = perDocument("ébc\n\nd", tokensOf(pieces));
  assertEquals(documents, 2);
  assertAlmostEquals(perplexity!, (Math.exp(1) + Math.exp(3)) / 2, 1e-12);
  assertAlmostEquals(textTotals("ébc\n\nd", tokensOf(pieces)).perplexity!, Math.exp(7 / 5), 1e-12);
});

Deno.test("one document has its own perplexity; empty lines at the ends begin none", () => {
  const pieces = [["\n\n", -2], ["a", -1], [" \n", -1], ["b\n\n", -1]] as const;
  const { documents, perplexity } = perDocument("\n\na \nb\n\n", tokensOf(pieces));
  assertEquals(documents, 1);
  assertAlmostEquals(perplexity!, Math.exp(5 / 4), 1e-12);
});

Deno.test("a token that reaches into a document is the document's; one without a score counts for none", () => {
  const pieces = [["a", null], ["\n \nb", -2], ["c", -4]] as const;
  const { documents, perplexity } = perDocument("a\n \nbc", tokensOf(pieces));
  assertEquals(documents, 1);
  assertAlmostEquals(perplexity!, Math.exp(3), 1e-12);
  assertEquals(perDocument("", []), { documents: 0, perplexity: null });
});
