import { assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { scoreDocument } from "@/lib/lm/loss/text/score_document.ts";
import { textTotals } from "@/lib/lm/loss/text/totals.ts";
import { fakeModel } from "../../fake_model.ts";

const model = fakeModel({ tokens: ["<s>", "a", "b", " "], beginToken: 0, next: () => [0, Math.LN2, 0, 0] });

Deno.test("each token has its log-probability, rank and entropy; the totals are their sum", async () => {
  const scored = await scoreDocument(model, "ab a", { top: 1 });
  assertEquals(scored.tokens.map(({ id }) => id), [1, 2, 3, 1]);
  scored.tokens.forEach(({ score }, index) =>
    assertAlmostEquals(score!.logProbability, Math.log([0.4, 0.2, 0.2, 0.4][index]!), 1e-6)
  );
  assertEquals(scored.tokens[0]!.score!.top.map(({ id }) => id), [1]);
  const totals = textTotals(scored.text, scored.tokens);
  const bits = -2 * Math.log2(0.4) - 2 * Math.log2(0.2);
  assertEquals([totals.tokensScored, totals.words, totals.bytes, totals.characters], [4, 2, 4, 4]);
  assertAlmostEquals(totals.totalBits, bits, 1e-6);
  assertAlmostEquals(totals.bitsPerWord!, bits / 2, 1e-6);
  assertAlmostEquals(totals.perplexity!, 2 ** (bits / 4), 1e-6);
});

Deno.test("a text of no token has nothing to divide by, and one without a begin token starts unscored", async () => {
  const empty = await scoreDocument(model, "");
  assertEquals(textTotals("", empty.tokens).perplexity, null);
  const scored = await scoreDocument(model, "ab", {
    convention: { convention: "hf", window: null, stride: null, bos: "none" },
  });
  assertEquals(scored.tokens.map(({ score }) => score === null), [true, false]);
});

Deno.test("progress reaches 1, and an abort ends the work", async () => {
  const seen: number[] = [];
  const convention = { convention: "hf", window: 4, stride: 2, bos: null } as const;
  await scoreDocument(model, "abababab", { convention, onProgress: (done) => seen.push(done) });
  assertEquals(seen.at(-1), 1);
  const controller = new AbortController();
  const onProgress = () => controller.abort();
  await assertRejects(
    () => scoreDocument(model, "abababab", { convention, onProgress, signal: controller.signal }),
    DOMException,
  );
});
