/** A scoring task's parts: likely tokens and other conventions up to their bounds, and progress at its pace. */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import type { ScoreAnswers, ScoreReply, ScoreTask } from "@/lib/labs/score/protocol.ts";
import { runTask } from "@/lib/labs/score/run_task.ts";
import { serveScore } from "@/lib/labs/score/serve_score.ts";
import { measureWords } from "@/lib/labs/score/words/measure_words.ts";
import { readItems } from "@/lib/labs/score/words/read_items.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { DEFAULT_CONVENTION } from "@/lib/lm/loss/text/convention.ts";
import { fakeModel } from "@/tests/lm/fake_model.ts";

const { signal } = new AbortController();

/** A model of seven tokens that scores any of them alike, at once. */
const BASE = fakeModel({ tokens: ["<s>", ..."abcdef"], beginToken: 0 });
const MODEL: LanguageModel = {
  ...BASE,
  score: (tokens, { from = 0, top = 0 } = {}) =>
    Promise.resolve(
      tokens.slice(from).map((id) => ({
        id,
        logProbability: -1,
        rank: 1,
        entropy: 2,
        top: Array.from({ length: top }, (_, id) => ({ id, logProbability: -1 })),
      })),
    ),
};

function task(length: number, compare = true): ScoreTask {
  return { kind: "score", text: "a".repeat(length), convention: DEFAULT_CONVENTION, compare };
}

async function partsOf(asked: ScoreTask): Promise<ScoreAnswers> {
  let time = 0;
  const parts: ScoreAnswers[] = [];
  for await (const part of runTask(MODEL, asked, { signal, now: () => time += 7, onProgress: () => {} })) {
    parts.push(part);
  }
  return Object.assign({}, ...parts);
}

Deno.test("a text of 2,000 tokens keeps five likely ones at each place, a longer one none", async () => {
  const tops = async (length: number) => {
    const { scored } = await partsOf(task(length, false));
    assertEquals(scored!.milliseconds, 7);
    return scored!.document.tops?.at(-1)?.length ?? null;
  };
  assertEquals([await tops(2000), await tops(2001)], [5, null]);
});

Deno.test("a text of one to 1,500 tokens is scored under the other conventions too, where that is asked for", async () => {
  const isCompared = async (length: number, compare = true) =>
    (await partsOf(task(length, compare))).compared !== undefined;
  assertEquals([await isCompared(1), await isCompared(1500), await isCompared(1501)], [true, true, false]);
  assertEquals([await isCompared(0), await isCompared(5, false)], [false, false]);
});

Deno.test("a worker tells of its progress every fifth of a second at most", async () => {
  const replies: ScoreReply[] = [];
  const times = [0, 199, 200, 200, 399, 400, 400];
  const { promise, resolve } = Promise.withResolvers<void>();
  const serve = serveScore({
    load: () => Promise.resolve(fakeModel({ tokens: ["a", " a"] })),
    now: () => times.shift() ?? 400,
    reply: (message) => {
      replies.push(message);
      if (message.kind === "done") resolve();
    },
  });
  const words = { kind: "words", text: "a\na\na\na\na", regions: true } as unknown as ScoreTask;
  serve({ kind: "ask", id: 4, model: "parcel-gpt", sources: {} as never, task: words });
  await promise;
  const told = replies.flatMap((reply) => reply.kind === "progress" ? [reply.done] : []);
  assertEquals([told, replies.map(({ id }) => id).every((id) => id === 4)], [[2 / 5, 4 / 5], true]);
  assertEquals(replies.slice(-2).map(({ kind }) => kind), ["part", "done"]);
});

/** Spaces of three kinds; after anything: a space for a half, b for a quarter, the end for a quarter. */
const SPACED = fakeModel({
  tokens: ["b", " b", "\tb", "</s>"],
  endTokens: [3],
  next: () => [1, 2, 0, 1].map((share) => share === 0 ? -99 : Math.log(share)),
});

Deno.test("a word's end is any white space or the end of the text; regions reach into words by one letter", async () => {
  const { words } = await measureWords(SPACED, readItems("b *b b*b\tb b"));
  assertEquals(words.map(({ word, position, region }) => [word, position, region]), [
    ["b", 1, null],
    ["b", 2, 1],
    ["bb", 3, 1],
    ["b", 4, null],
    ["b", 5, null],
  ]);
  const ends = Math.log2(3 / 4);
  // A b behind a space: one bit; the end before it and the one behind it are alike.
  assertAlmostEquals(words[1]!.bits!, 1, 1e-6);
  assertAlmostEquals(words[1]!.corrected!, 1 + ends - ends, 1e-6);
  assertAlmostEquals(words[2]!.bits!, 1 + 2, 1e-6);
  assertEquals(words[0]!.bits, null);
});

Deno.test("rows of a long sentence are asked for thirty-two at a time, and progress is a share of the sentences", async () => {
  const model = fakeModel({ tokens: ["<s>", "b", " b"], beginToken: 0 });
  const shares: number[] = [];
  const text = `b${" b".repeat(69)}`;
  await measureWords(model, readItems(`${text}\nb`), { onProgress: (done) => shares.push(done) });
  assertEquals(model.calls.map(({ rows }) => rows), [32, 32, 7, 2]);
  assertEquals(shares, [0.5, 1]);
});
