import { assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { drift, passTimes } from "@/lib/labs/score/experiments.ts";
import { unpackDocument } from "@/lib/labs/score/packed_document.ts";
import type { ModelSources, ScoreAnswers, ScoreReply, ScoreTask } from "@/lib/labs/score/protocol.ts";
import { createScorer, type ScorerPort } from "@/lib/labs/score/scorer.ts";
import { serveScore } from "@/lib/labs/score/serve_score.ts";
import { DEFAULT_CONVENTION } from "@/lib/lm/loss/text/convention.ts";
import { ConventionError } from "@/lib/lm/loss/text/convention_error.ts";
import { scoreDocument } from "@/lib/lm/loss/text/score_document.ts";
import { fakeModel } from "../../lm/fake_model.ts";

const model = fakeModel({
  tokens: ["<s>", "a", "b"],
  beginToken: 0,
  next: (context) => [0, context.length, 1],
});
const sources = {} as ModelSources;
const task = (text: string): ScoreTask => ({
  kind: "score",
  text,
  convention: DEFAULT_CONVENTION,
  compare: true,
});

function local(): ScorerPort {
  const port: ScorerPort = { postMessage: () => {}, onmessage: null, onerror: null };
  const reply = (data: ScoreReply) => queueMicrotask(() => port.onmessage?.({ data }));
  const serve = serveScore({ load: () => Promise.resolve(model), now: () => 0, reply });
  return Object.assign(port, { postMessage: serve });
}

Deno.test("a worker's score is the model's own, packed and unpacked", async () => {
  const scorer = createScorer(local, sources, () => 0);
  let answers: ScoreAnswers = {};
  const onAnswers = (part: ScoreAnswers) => void (answers = { ...answers, ...part });
  await scorer.run("parcel-gpt", task("abba"), { onAnswers }, new AbortController().signal);
  const document = await unpackDocument("abba", answers.scored!.document, () => Promise.resolve());
  assertEquals(document, await scoreDocument(model, "abba", { top: 5 }));
  assertEquals(answers.compared!.length, 5);
});

Deno.test("a task that is called off rejects, and the next one is answered", async () => {
  const scorer = createScorer(local, sources, () => 0);
  const controller = new AbortController();
  const first = scorer.run("parcel-gpt", task("ab"), { onAnswers: () => {} }, controller.signal);
  controller.abort();
  await assertRejects(() => first, DOMException);
  let came = false;
  const onAnswers = () => void (came = true);
  await scorer.run("parcel-gpt", task("ba"), { onAnswers }, new AbortController().signal);
  assertEquals(came, true);
});

Deno.test("what of a convention does not fit is known by its field on the page's side too", async () => {
  const scorer = createScorer(local, sources, () => 0);
  const wrong = { window: { window: 1 }, stride: { window: 4, stride: 5 }, bos: { bos: 9 } };
  for (const [field, part] of Object.entries(wrong)) {
    const asked = { ...task("ab"), convention: { ...DEFAULT_CONVENTION, ...part } } as ScoreTask;
    const run = scorer.run("parcel-gpt", asked, { onAnswers: () => {} }, new AbortController().signal);
    assertEquals((await assertRejects(() => run, ConventionError)).field, field);
  }
});

Deno.test("a forced token is followed under the text's tokens and under the model's own", async () => {
  const report = await drift(model, "abab", { position: 1, wrong: 1 });
  assertEquals([report.original.length, report.forced.length, report.own.length], [3, 3, 3]);
  assertEquals(report.ownTokens, [1, 1]);
  const p = Math.exp(2) / (1 + Math.E + Math.exp(2));
  assertAlmostEquals(report.forced[0]!, -Math.log2(p), 1e-5);
  const times = await passTimes(model, "abab", () => 0);
  assertEquals(times.tokens, 4);
});

Deno.test("a token beyond what the model reads is forced behind as much as it reads", async () => {
  const short = fakeModel({ tokens: ["<s>", "a", "b"], beginToken: 0, contextLength: 60 });
  const report = await drift(short, "ab".repeat(60), { position: 100, wrong: 1 });
  assertEquals([report.original.length, report.forced.length, report.own.length], [20, 20, 20]);
  await assertRejects(() => drift(short, "ab", { position: 2, wrong: 1 }), RangeError, "none at 3");
});
