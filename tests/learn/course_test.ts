/** The course's steps as data. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { AIM_NAMES } from "@/lib/learn/aims.ts";
import { QUESTION_TYPES } from "@/lib/learn/check/question_types.ts";
import { cacheGib, countedRow, MESSAGES, truthOf } from "@/lib/learn/course/figure_truths.ts";
import { REFERENCES } from "@/lib/learn/course/references.ts";
import { STEPS } from "@/lib/learn/course/steps.ts";
import { recomputation } from "@/lib/lm/kv_cache/recomputation.ts";
import { stepFacts } from "@/routes/learn/step_facts.ts";

Deno.test("each of the fifteen aims has a step and a question type", () => {
  for (const aim of AIM_NAMES) {
    assert(STEPS.some(({ aims }) => aims.includes(aim)), `${aim} has a step`);
    assert(QUESTION_TYPES.some((type) => type.aim === aim), `${aim} has a question type`);
  }
});

Deno.test("steps have addresses of their own, three sentences that end, and an order that is not shown", () => {
  assertEquals(new Set(STEPS.map(({ name }) => name)).size, STEPS.length);
  for (const { name, sentences, question, guess } of STEPS) {
    assert(/^[a-z-]+$/.test(name), name);
    assert(question.endsWith("?"), question);
    for (const sentence of sentences) assert(/[.?!”]$/.test(sentence), sentence);
    if (guess.kind !== "order") continue;
    assertEquals(guess.shown.toSorted(), guess.items.map((_, index) => index));
    assert(guess.shown.every((item, place) => item !== place), `${name} gives no place away`);
  }
});

Deno.test("every reference is used, and by a step", () => {
  const used = new Set(STEPS.flatMap(({ references }) => references));
  assertEquals(
    [...used].sort(),
    Object.keys(REFERENCES).sort() as typeof used extends Set<infer T> ? T[] : never,
  );
});

Deno.test("the bars' truths are those of the worked examples and of parcel-gpt", async () => {
  const expected: Record<string, readonly [value: number, tolerance: number]> = {
    distribution: [0.87, 0.005],
    chain: [0.06, 1e-12],
    counts: [2 / 6, 1e-12],
    temperature: [0.575, 0.0005],
    sampling: [4, 0],
    forcing: [1, 0],
    loss: [2.8284, 0.0001],
    structure: [250, 0],
    truth: [0.998, 0.001],
    window: [0, 0],
    cache: [16, 0],
  };
  for (const step of STEPS) {
    const truth = truthOf(step, await stepFacts(step));
    if (step.guess.kind !== "bar") {
      assertEquals(truth, null, step.name);
      continue;
    }
    const [value, tolerance] = expected[step.name]!;
    assertAlmostEquals(truth!, value, tolerance + 1e-15, step.name);
    assert(truth! <= step.guess.max && truth! >= (step.guess.min ?? 0), `${step.name} can be guessed`);
  }
});

Deno.test("figures in the steps' words are those that are computed", async () => {
  const truth = STEPS.find(({ name }) => name === "truth")!;
  const { answers } = await stepFacts(truth);
  const shares = answers[1]!.rows.map(({ bytes, probability }) =>
    [new TextDecoder().decode(Uint8Array.from(bytes)), Math.round(100 * probability)] as const
  );
  assertEquals(shares.slice(0, 2), [[" non", 77], [" refundable", 23]]);
  const { cachedPositions, recomputedPositions } = recomputation(256, 256);
  assertEquals([cachedPositions, recomputedPositions], [511, 98_176]);
  assertEquals(2 * 32 * 8 * 128 * 2, 128 * 1024, "the cache step's line");
  assertEquals(cacheGib(4, 2048), 4 * 2048 * 128 / 1024 ** 2, "and the figure's own");
  const forcing = await stepFacts(STEPS.find(({ name }) => name === "forcing")!);
  assertEquals(forcing.scored!.pieces.length, 6, "as many as the bar is long and the words say");
  const depot = countedRow(MESSAGES, "left", 0).find(({ word }) => word === "depot");
  assertEquals(depot!.probability, 0);
  // "left" was followed six times; with 1 added to each of eight words, the end and what is unknown.
  const added = countedRow(MESSAGES, "left", 1);
  const share = (word: string) => added.find((each) => each.word === word)!.probability;
  assertEquals([share("depot"), share("warehouse")], [1 / 16, 4 / 16]);
});

Deno.test("a masked model and a causal one disagree about the gap", async () => {
  const { filled } = await stepFacts(STEPS.find(({ name }) => name === "masked")!);
  const first = ({ rows }: { readonly rows: readonly { readonly bytes: readonly number[] }[] }) =>
    new TextDecoder().decode(Uint8Array.from(rows[0]!.bytes));
  assertEquals([first(filled!.left), first(filled!.both)], [" warehouse", " checkout"]);
});
