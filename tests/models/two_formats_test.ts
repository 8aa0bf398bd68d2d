/** /compare's figures for two formats of one model, on real weights: parcel-gpt's, and SmolLM2's where they are. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { createEmbeddedModel } from "@/lib/embedded/embedded_model.ts";
import { compareSides } from "@/lib/labs/compare/compare.ts";
import type { KldStatistics } from "@/lib/lm/distribution/kld_statistics.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { createTokenizer } from "@/lib/transformer/byte_level_bpe.ts";
import { createTransformer } from "@/lib/transformer/forward.ts";
import { PLAIN_OPS } from "@/lib/transformer/plain_ops.ts";
import { readWeights } from "@/lib/transformer/weights/weights.ts";
import { shippedFile } from "@/tests/transformer/shipped.ts";
import { brainFloats } from "./brain_floats.ts";
import { kldByHand } from "./kld_by_hand.ts";
import { openSmollm2 } from "./open_smollm2.ts";
import { requantized } from "./requantized.ts";
import { EXPECTED_ANSWERS, smollm2Weights } from "./smollm2.ts";

/** Compares two formats over a text, and each figure with the one by hand. */
async function checkPair(base: LanguageModel, other: LanguageModel, text: string): Promise<KldStatistics> {
  const limits = { steps: 2, positions: 256 };
  const { statistics, along, isSameVocabulary } = await compareSides(
    { model: base, text },
    { model: other, text },
    limits,
  );
  const begin = base.beginToken === null ? [] : [base.beginToken];
  const tokens = [...begin, ...await base.encode(text)];
  const [context, targets] = [tokens.slice(0, -1), tokens.slice(1)];
  const rows = { rows: context.length, cache: false };
  const hand = kldByHand(await base.logits(context, rows), await other.logits(context, rows), targets);
  assertEquals([isSameVocabulary, along.length, statistics!.positions], [
    true,
    targets.length,
    targets.length,
  ]);
  for (const [name, expected] of Object.entries(hand)) {
    const figure = statistics![name as keyof typeof hand];
    const [mean, error] = typeof expected === "number" ? [expected, 0] : expected;
    const [shown, bar] = typeof figure === "number" ? [figure, 0] : [figure.mean, figure.error];
    // Two passes over one text differ in their last digits.
    const near = (value: number) => 1e-6 + 1e-3 * Math.abs(value);
    assertAlmostEquals(shown, mean!, near(mean!), name);
    assertAlmostEquals(bar, error!, near(error!), `${name}, its error`);
  }
  return statistics!;
}

Deno.test("two formats of parcel-gpt over a text: each of llama.cpp's figures is that of a calculation by hand", async () => {
  const weights = readWeights(await shippedFile("model.safetensors"));
  const tokenizer = createTokenizer(
    JSON.parse(new TextDecoder().decode(await shippedFile("tokenizer.json"))),
  );
  const [base, other] = [weights, brainFloats(weights)].map((each, index) =>
    createEmbeddedModel({
      name: "parcel-gpt",
      revision: `${index}`,
      tokenizer,
      transformer: createTransformer(each, { ops: PLAIN_OPS }),
    })
  );
  const text =
    "The package left the warehouse on Saturday. Its driver, who had never seen a moon, was late. def total(items):";
  const { meanKld, sameTopP } = await checkPair(base!, other!, text);
  assert(meanKld.mean > 1e-6 && meanKld.mean < 0.01, `${meanKld.mean}`);
  assert(sameTopP.mean > 0.9, `${sameTopP.mean}`);
});

Deno.test({
  name: "two formats of SmolLM2 over a text: likewise, on this site's own engine",
  // Writing 134 million weights anew takes a while: asked for with `ALL_PROMPTS=1`, outside the gate.
  ignore: EXPECTED_ANSWERS === null || !Deno.env.has("ALL_PROMPTS"),
  async fn() {
    const text = EXPECTED_ANSWERS!.perplexity.text.slice(0, 300);
    const other = await openSmollm2("safetensors", requantized(await smollm2Weights()));
    const base = await openSmollm2("q4");
    const { meanKld, sameTopP } = await checkPair(base, other, text);
    await Promise.all([base.dispose(), other.dispose()]);
    assert(meanKld.mean > 0.01 && meanKld.mean < 2, `${meanKld.mean}`);
    assert(sameTopP.mean > 0.3 && sameTopP.mean < 1, `${sameTopP.mean}`);
  },
});
