/** What /softmax shows, in figures that a hand can check: rows, sums, ranges, ribbons and stages. */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { initialState } from "@/lib/experiment/codec.ts";
import { SOFTMAX_FIELDS, type SoftmaxQuery } from "@/lib/experiment/fields/softmax_fields.ts";
import { logitRange } from "@/lib/labs/softmax/logit_range.ts";
import { temperatureRibbons } from "@/lib/labs/softmax/ribbon.ts";
import { softmaxSentence } from "@/lib/labs/softmax/softmax_sentence.ts";
import { softmaxView } from "@/lib/labs/softmax/softmax_view.ts";
import { stageViews } from "@/lib/labs/softmax/stage_views.ts";
import type { ShapedStage } from "@/lib/lm/sampler/shape.ts";

const QUERY: SoftmaxQuery = initialState(SOFTMAX_FIELDS);

function assertClose(figures: readonly number[], expected: readonly number[]): void {
  assertEquals(figures.length, expected.length);
  figures.forEach((figure, i) => assertAlmostEquals(figure, expected[i]!, 1e-9 * Math.max(1, expected[i]!)));
}

Deno.test("a row has its softmax with constant and temperature, without both, and after the sampler's stages", () => {
  const logits = [0, Math.log(3), Math.log(4)];
  const view = softmaxView({ ...QUERY, logits, add: 2, temperature: 0.5, top_k: 2 });
  const of = (name: "probability" | "plain" | "shaped" | "exponential" | "stable" | "logit" | "rank") =>
    view.rows.map((row) => row[name]);
  assertClose(of("probability"), [1 / 26, 9 / 26, 16 / 26]);
  assertClose(view.rows.map(({ logProbability }) => Math.exp(logProbability)), [1 / 26, 9 / 26, 16 / 26]);
  assertClose(of("plain"), [1 / 8, 3 / 8, 4 / 8]);
  assertClose(of("shaped"), [0, 9 / 25, 16 / 25]);
  assertClose(of("exponential"), [1, 9, 16].map((value) => Math.exp(4) * value));
  assertClose(of("stable"), [1 / 16, 9 / 16, 1]);
  assertClose([view.naiveSum, view.stableSum], [Math.exp(4) * 26, 26 / 16]);
  assertEquals([of("logit"), of("rank"), view.other], [logits, [3, 2, 1], null]);
  assertClose([view.changeByAdding, view.changeByDividing], [0, 16 / 26 - 1 / 2]);
});

Deno.test("the largest change by the constant alone is what doubles lose, and at temperature 0 nothing is divided", () => {
  // Beside 10^17 a double cannot hold a difference of 1.
  const lost = softmaxView({ ...QUERY, logits: [0, 1], add: 1e17, temperature: 1 });
  assertClose([lost.changeByAdding, lost.changeByDividing], [Math.E / (1 + Math.E) - 0.5, 0]);
  const greedy = softmaxView({ ...QUERY, logits: [Math.log(2), Math.log(5)], temperature: 0 });
  assertClose(greedy.rows.map(({ exponential }) => exponential), [2, 5]);
  assertClose(greedy.rows.map(({ probability }) => probability), [0, 1]);
});

Deno.test("a hundred tokens have rows of their own, and those behind them are summed up", () => {
  const view = (count: number, patch: Partial<SoftmaxQuery> = {}) =>
    softmaxView({ ...QUERY, ...patch, logits: [...Array<number>(count - 1).fill(0), Math.log(5)] });
  assertEquals([view(100).other, view(100).rows.length], [null, 100]);
  const { other, rows } = view(102, { top_k: 1 });
  assertEquals([rows.length, other!.count, other!.shaped], [100, 2, 1]);
  assertAlmostEquals(other!.probability, 6 / 106, 1e-12);
});

function said(patch: Partial<SoftmaxQuery>): string {
  const query = { ...QUERY, ...patch };
  const figure = (value: number, decimals: number) =>
    value.toLocaleString("en-US", { maximumFractionDigits: decimals });
  return softmaxSentence(query, softmaxView(query), figure);
}

Deno.test("the sentence takes the two likeliest, has one decimal below ten times, and three of a temperature", () => {
  assertEquals(said({ logits: [1, 3, 2.5] }), "A score 0.5 higher is 1.6 times as likely.");
  assertEquals(said({ logits: [Math.log(9.94), 0] }), "A score 2.3 higher is 9.9 times as likely.");
  assertEquals(said({ logits: [Math.log(12.34), 0] }), "A score 2.51 higher is 12 times as likely.");
  assertEquals(
    said({ logits: [0.25, 0], temperature: 0.125 }),
    "At temperature 0.125 a score 0.25 higher is 7.4 times as likely.",
  );
  assertEquals(said({ logits: [2, 2], temperature: 2 }), "At temperature 2 equal scores are equally likely.");
});

Deno.test("the usual range holds −5 to 5, and any other a quarter of the spread around, two at least", () => {
  const usual = { min: -5, max: 5, step: 0.1 };
  assertEquals([logitRange([-5, 5], null), logitRange([4, 5], { min: 0, max: 90, step: 1 })], [usual, usual]);
  const rounded = (logits: number[]) =>
    Object.values(logitRange(logits, null)).map((value) => Math.round(value * 1e6) / 1e6);
  assertEquals(rounded([-5.01, 5]), [-7.6, 7.6, 0.1]);
  assertEquals(rounded([-5, 5.01]), [-7.6, 7.6, 0.1]);
  assertEquals(rounded([998, 1000]), [996, 1002, 0.1]);
  assertEquals(rounded([10, 22]), [7, 25, 0.1]);
  assertEquals(rounded([0, 200]), [-50, 250, 1]);
  assertEquals(rounded([-1e6, 1e6]), [-1.5e6, 1.5e6, 1e4]);
});

Deno.test("the range before stays while its ends hold the logits and they spread over more than a twentieth of it", () => {
  const before = { min: 100, max: 300, step: 1 };
  const stays = (...logits: number[]) => logitRange(logits, before) === before;
  assertEquals([stays(100, 300), stays(99.9, 300), stays(100, 300.1)], [true, false, false]);
  assertEquals([stays(200, 210.1), stays(200, 210)], [true, false]);
});

Deno.test("ribbons run from 0 to 3 in steps of 0.05, of the six likeliest, the lower of equals first", () => {
  const { temperatures, ribbons, rest } = temperatureRibbons([1, 2, 2, 0, 1, 1, 1, 2]);
  assertEquals([temperatures.length, temperatures[1], temperatures.at(-1)], [61, 0.05, 3]);
  assertEquals(ribbons.map(({ id }) => id), [1, 2, 7, 0, 4, 5]);
  // At temperature 1: three of e², four of e and one of 1.
  const sum = 3 * Math.exp(2) + 4 * Math.E + 1;
  assertAlmostEquals(rest[20]!, (Math.E + 1) / sum, 1e-12);
  assertAlmostEquals(ribbons[3]!.from[20]!, 3 * Math.exp(2) / sum, 1e-12);
  assertAlmostEquals(ribbons[3]!.to[20]!, (3 * Math.exp(2) + Math.E) / sum, 1e-12);
  assertEquals(temperatureRibbons([0, 0], 6).rest[0], 0);
});

Deno.test("a stage has the twelve likeliest probabilities that it leaves as bars, the likeliest first", () => {
  const probabilities = Float64Array.from({ length: 14 }, (_, id) => (id + 1) / 105);
  const stage = {
    name: "top_k",
    active: true,
    keptCount: 14,
    mass: 0.75,
    probabilities,
  } as unknown as ShapedStage;
  const [made] = stageViews([stage]);
  assertEquals([made!.bars.length, made!.bars[0], made!.bars.at(-1)], [12, 14 / 105, 3 / 105]);
  assertEquals([made!.kept, made!.mass, made!.active, made!.name], [14, 0.75, true, "top_k"]);
});
