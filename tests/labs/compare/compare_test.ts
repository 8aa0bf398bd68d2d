import { assertAlmostEquals, assertEquals } from "@std/assert";
import { compareSides } from "@/lib/labs/compare/compare.ts";
import { kldStatistics } from "@/lib/lm/distribution/kld_statistics.ts";
import { fakeModel } from "../../lm/fake_model.ts";

const tokens = ["<s>", "a", "b"];
const limits = { steps: 3, positions: 10 };
const p = [Math.log(0.2), Math.log(0.5), Math.log(0.3)];
const q = [Math.log(0.2), Math.log(0.3), Math.log(0.5)];
const first = fakeModel({ tokens, beginToken: 0, next: () => p });
const second = fakeModel({ tokens, beginToken: 0, next: () => q });

Deno.test("two models over the same tokens: KL both ways, Jensen-Shannon, and where they part", async () => {
  const answer = await compareSides({ model: first, text: "ab" }, { model: second, text: "ab" }, limits);
  const kl = 0.5 * Math.log(0.5 / 0.3) + 0.3 * Math.log(0.3 / 0.5);
  assertAlmostEquals(answer.difference!.klNats, kl, 1e-6);
  assertAlmostEquals(answer.difference!.klReverseNats, kl, 1e-6);
  const js = 0.5 * Math.log(0.5 / 0.4) + 0.3 * Math.log(0.3 / 0.4);
  assertAlmostEquals(answer.difference!.jsNats, js, 1e-6);
  assertEquals(answer.divergesAt, 0);
  assertEquals(answer.along.length, 2);
  assertAlmostEquals(answer.statistics!.meanKld.mean, kl, 1e-6);
  assertEquals(answer.statistics!.sameTopP, { mean: 0, error: 0 });
});

Deno.test("models whose tokens differ are compared per byte only", async () => {
  const other = fakeModel({ tokens: ["<s>", "ab"], beginToken: 0 });
  const answer = await compareSides({ model: first, text: "ab" }, { model: other, text: "ab" }, limits);
  assertEquals([answer.isSameVocabulary, answer.difference, answer.along.length], [false, null, 0]);
  assertAlmostEquals(answer.first.bitsPerByte!, -(Math.log2(0.5) + Math.log2(0.3)) / 2, 1e-6);
  // Two tokens whose logits are 4 and 0 apart: the one of "ab" follows the mark.
  assertAlmostEquals(answer.second.bitsPerByte!, Math.log2(1 + Math.exp(-4)) / 2, 1e-6);
});

Deno.test("tokens stand by the greater of their two shares, and a text's own by their places", async () => {
  const at = (...shares: number[]) => shares.map(Math.log);
  const letters = ["a", "b", "c", "d"];
  const [one, two] = [at(0.4, 0.1, 0.3, 0.2), at(0.05, 0.5, 0.35, 0.1)].map((row) =>
    fakeModel({ tokens: letters, next: () => row })
  );
  const answer = await compareSides({ model: one!, text: "abd" }, { model: two!, text: "abd" }, limits);
  const text = (bytes: readonly number[]) => new TextDecoder().decode(Uint8Array.from(bytes));
  assertEquals(answer.tokens.map(({ bytes }) => text(bytes)), ["b", "a", "c", "d"]);
  assertEquals(answer.tokens.map(({ first }) => first?.toFixed(2)), ["0.10", "0.40", "0.30", "0.20"]);
  assertEquals(answer.along.map(({ bytes }) => text(bytes)), ["b", "d"]);
  assertEquals(answer.along.map(({ firstLogProbability }) => Math.exp(firstLogProbability).toFixed(2)), [
    "0.10",
    "0.20",
  ]);
  const short = await compareSides({ model: one!, text: "abd" }, { model: two!, text: "abd" }, {
    ...limits,
    positions: 1,
  });
  assertEquals(short.along.length, 1);
});

Deno.test("two texts, or one model twice, are not compared place by place", async () => {
  const along = async (model: typeof first, text: string) =>
    (await compareSides({ model: first, text: "ab" }, { model, text }, limits)).along.length;
  assertEquals([await along(second, "ab"), await along(second, "ba"), await along(first, "ab")], [2, 0, 0]);
});

Deno.test("kldStatistics() has llama.cpp's figures", () => {
  const position = (kld: number, base: number, own: number, isSameTop: boolean) => ({
    kld,
    baseLogProbability: Math.log(base),
    logProbability: Math.log(own),
    isSameTop,
  });
  const figures = kldStatistics([position(0.1, 0.5, 0.4, true), position(0.3, 0.2, 0.3, false)]);
  assertAlmostEquals(figures.meanKld.mean, 0.2, 1e-12);
  assertAlmostEquals(figures.meanKld.error, 0.1, 1e-12);
  assertAlmostEquals(figures.medianKld, 0.2, 1e-12);
  assertAlmostEquals(figures.kld90, 0.28, 1e-12);
  assertAlmostEquals(figures.lnPplRatio.mean, (Math.log(0.5 / 0.4) + Math.log(0.2 / 0.3)) / 2, 1e-12);
  assertAlmostEquals(figures.meanDeltaP.mean, 0, 1e-12);
  assertAlmostEquals(figures.rmsDeltaP.mean, 0.1, 1e-12);
  assertAlmostEquals(figures.sameTopP.mean, 0.5, 1e-12);
});
