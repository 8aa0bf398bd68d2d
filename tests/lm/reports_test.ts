import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { createCountModel } from "@/lib/lm/ngram/count_model.ts";
import { lossFromLosses } from "@/lib/lm/loss/loss.ts";
import { lossFrom } from "@/lib/lm/loss/loss_from.ts";
import { sampleReport } from "@/lib/lm/sampler/sample_report.ts";
import { DEFAULT_SAMPLER } from "@/lib/lm/sampler/settings.ts";
import { scoreText } from "@/lib/lm/loss/score_text.ts";
import { softmaxReport } from "@/lib/lm/sampler/softmax_report.ts";

Deno.test("softmaxReport() describes the distribution at a temperature", () => {
  const report = softmaxReport([Math.log(2), 0, 0]);
  assertEquals(report.argmax, 0);
  assertAlmostEquals(report.probabilities[0]!, 0.5, 1e-15);
  assertAlmostEquals(report.effectiveChoices, Math.exp(report.entropyNats), 1e-15);
  const flat = softmaxReport([5, 5, -5], 1000);
  assertAlmostEquals(flat.effectiveChoices, 3, 1e-4);
  assertEquals(softmaxReport([1, 3, 3], 0).probabilities, Float64Array.of(0, 1, 0));
  assertEquals(softmaxReport([1, 3, 3]).argmax, 1);
});

Deno.test("softmaxReport() is exact for float32 logits as far as ±1e4 apart", () => {
  const report = softmaxReport(Float32Array.of(1e4, 9999, -1e4));
  assertAlmostEquals(report.probabilities[0]!, 1 / (1 + Math.exp(-1)), 1e-15);
  assertAlmostEquals(report.logProbabilities[2]!, -20_000 - Math.log1p(Math.exp(-1)), 1e-9);
});

Deno.test("sampleReport() draws from the last stage and counts what it drew", () => {
  const sampler = { ...DEFAULT_SAMPLER, temperature: 1.4 };
  const report = sampleReport({ logits: [2.4, 1.7, 0.2], sampler, context: [], seed: 4, draws: 8 });
  assertEquals([...report.draws], [2, 0, 2, 0, 1, 0, 1, 0]);
  assertEquals([...report.counts], [4, 2, 2]);
  const penalized = { ...DEFAULT_SAMPLER, repetition_penalty: 2 };
  const first = sampleReport({ logits: [2, 2], sampler: penalized, context: [0], seed: 0, draws: 0 });
  assertAlmostEquals(first.probabilities[0]!, 1 / (1 + Math.E), 1e-15);
});

Deno.test("lossFrom() takes exactly one source", () => {
  assertAlmostEquals(lossFrom({ lossesNats: [0.69] }).perplexity, Math.exp(0.69), 1e-15);
  assertEquals(lossFrom({ probabilities: [1] }).meanNats, 0);
  assertThrows(() => lossFrom({}), RangeError, "exactly one");
  assertThrows(() => lossFrom({ lossesNats: [1], probabilities: [1] }), RangeError, "exactly one");
  assertThrows(() => lossFrom({ logits: [[1]] }), RangeError, "targets");
  assertThrows(() => lossFromLosses([-1]), RangeError, "from 0 up");
});

Deno.test("scoreText() gives each token its probability after the true ones, from the begin token on", async () => {
  const model = createCountModel("a b\n<|endoftext|>\na c", { revision: "r" });
  const { pieces, source } = await scoreText(model, "a b");
  assertEquals(source, "counts");
  assertEquals(pieces.map(({ bytes }) => new TextDecoder().decode(Uint8Array.from(bytes))), ["a", " b"]);
  const ids = await model.encode("a b");
  const begin = model.beginToken!;
  const [after] = await model.score([begin, ...ids], { from: 2 });
  assertEquals(pieces[1]?.logProbability, after?.logProbability);
  assertEquals((await scoreText(model, "")).pieces, []);
});
