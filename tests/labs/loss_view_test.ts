/** What /loss shows of each source, in figures that a hand can check. */
import { assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import { initialState } from "@/lib/experiment/codec.ts";
import { LOSS_FIELDS, lossMode, type LossQuery } from "@/lib/experiment/fields/loss_fields.ts";
import { lossSentence } from "@/lib/labs/loss/loss_sentence.ts";
import { lossView } from "@/lib/labs/loss/loss_view.ts";
import { withProbability } from "@/lib/labs/loss/set_probability.ts";
import type { LossReport } from "@/lib/lm/loss/loss.ts";

const QUERY: LossQuery = initialState(LOSS_FIELDS);
const view = (patch: Partial<LossQuery>) => lossView({ ...QUERY, ...patch });

Deno.test("the first that is given counts: text, probabilities, losses, logits; without any the coins", () => {
  const mode = (patch: Partial<LossQuery>) => lossMode({ ...QUERY, ...patch });
  const all = { text: "a", probabilities: [0.5], losses_nats: [1] };
  assertEquals([mode(all), mode({ ...all, text: "" }), mode({ losses_nats: [1] })], [
    "text",
    "probabilities",
    "losses",
  ]);
  assertEquals([mode({}), mode({ from: "logits" })], ["probabilities", "logits"]);
  assertEquals([mode({ targets: [1] }), mode({ tokens: ["a"] }), mode({ logits: [[1]] })], [
    "logits",
    "logits",
    "logits",
  ]);
});

Deno.test("the page's own logits give their targets these losses", () => {
  const { positions, mode } = view({ from: "logits" });
  const rows = [[0, 3, 0.5, -1, -2], [-1, 0.1, 2.5, 0, -2], [-1, 0, 0.2, 2, -1.5], [-2, 0, -1, -0.5, 2.4]];
  assertEquals([mode, positions.map(({ token }) => token!.id)], ["logits", [1, 2, 3, 4]]);
  rows.forEach((row, i) => {
    const sum = row.reduce((total, z) => total + Math.exp(z), 0);
    assertAlmostEquals(positions[i]!.probability, Math.exp(row[i + 1]!) / sum, 1e-9);
    assertAlmostEquals(positions[i]!.lossNats, Math.log(sum) - row[i + 1]!, 1e-9);
  });
  const text = (bytes: ArrayLike<number>) => new TextDecoder().decode(Uint8Array.from(bytes));
  assertEquals(positions.map(({ token }) => text(token!.bytes)), ["package", "left", "hub", "<eos>"]);
  const unnamed = view({ from: "logits", tokens: ["a", "b", "a"], targets: [1, 2, 1, 0] });
  assertEquals(unnamed.positions.map(({ token }) => text(token!.bytes)), ["b", "token 2", "b", "a"]);
  assertEquals([[...unnamed.ids], unnamed.shifted], [[["a", 0], ["b", 1]], {
    inputs: ["a", "b"],
    targets: ["b", "a"],
  }]);
});

Deno.test("a loss is spread over its tokens, and over words and bytes where they are given", () => {
  const { units, positions } = view({ probabilities: [0.5, 0.125], words: 4, bytes: 8 });
  assertEquals(units.map(({ unit, count }) => [unit, count]), [["token", 2], ["word", 4], ["byte", 8]]);
  units.forEach(({ bits }, i) => assertAlmostEquals(bits, [2, 1, 0.5][i]!, 1e-12));
  assertEquals(positions.map(({ position, token, probability }) => [position, token, probability]), [
    [0, null, 0.5],
    [1, null, 0.125],
  ]);
  assertEquals(view({ probabilities: [0.5] }).units.map(({ unit }) => unit), ["token"]);
});

Deno.test("losses are taken as they are, and a target without a logit is an error in words", () => {
  const losses = view({ losses_nats: [0.5, 2] });
  assertEquals(losses.positions.map(({ lossNats }) => lossNats), [0.5, 2]);
  assertEquals([losses.mode, losses.error, losses.report!.meanNats], ["losses", null, 1.25]);
  const wrong = view({ from: "logits", targets: [9, 2, 3, 4] });
  assertEquals([wrong.report, wrong.positions, wrong.units], [null, [], []]);
  assertStringIncludes(wrong.error!, "9");
});

Deno.test("the sentence compares with guessing from just above the vocabulary, and writes millions as powers", () => {
  const said = (perplexity: number, vocabulary: number | null) =>
    lossSentence(
      { meanNats: 1.2345, perplexity, probabilities: [] } as unknown as LossReport,
      "losses",
      vocabulary,
    );
  const lead = "A mean loss of 1.235 nats";
  assertEquals(said(8, 8), `${lead}: as unsure as a choice among 8 equally likely tokens.`);
  assertEquals(said(8.00001, 8), `${lead}, perplexity 8: worse than a guess among its 8 tokens.`);
  assertEquals(
    said(999_999.5, null),
    `${lead}: as unsure as a choice among 999,999.5 equally likely tokens.`,
  );
  assertEquals(said(1e6, null), `${lead}: as unsure as a choice among 1.00e+6 equally likely tokens.`);
});

Deno.test("withProbability() has a logit of four decimals, and does not overflow beside large ones", () => {
  assertEquals(withProbability([0, 0, 0], 1, 0.5), [0, 0.6931, 0]);
  assertEquals(withProbability([1000, 0, 1000], 1, 0.25), [1000, 999.5945, 1000]);
});
