/** The walk through one example: its terms, in figures that a hand can check. */
import { assertEquals } from "@std/assert";
import { drawnOutputs, labelOf, walkLayers, walkStages } from "@/lib/labs/train/walk.ts";
import type { Trace } from "@/lib/training/network/trace.ts";
import type { RunFacts } from "@/lib/training/run/training_protocol.ts";
import { SMALL_TRACE } from "@/tests/fixtures/small_trace.ts";

const FACTS = {
  shape: { embedding: 2, activation: "tanh", tied: false },
  tokenizer: { kind: "words", tokens: ["a", "b", "c"] },
} as unknown as RunFacts;

const floats = (...values: number[]) => Float32Array.from(values);

const lines = (index: number, facts = FACTS) => walkStages(facts, SMALL_TRACE)[index]!.lines;

Deno.test("the way there: embeddings, a unit's three greatest products and the rest, logits, probability and loss", () => {
  assertEquals(lines(0), ["e((none)) = (0.5000, −1.0000)", "e(b) = (2.0000, 0.2500)"]);
  // Products 2, −0.5, 2 and −0.5.
  assertEquals(lines(1), [
    "unit 1: 4.0000·0.5000 + 1.0000·2.0000 + 0.5000·−1.0000 + −0.5000 (the other 1) + −0.2500 = 1.5000",
    "tanh(1.5000) = 0.7500",
  ]);
  assertEquals(lines(2), ["z(c) = 2.0000·0.7500 + 3.0000·0.0000 + 0.5000 = 2.0000"]);
  assertEquals(lines(3), ["p(c) = e^2.0000 / Σ e^z = 0.1250", "loss = −ln 0.1250 = 2.0794 nats"]);
});

Deno.test("the way back: the target rises, its likeliest rival falls, and each gradient has its own length", () => {
  assertEquals(lines(4), [
    "c: 0.1250 − 1 = −0.8750, so its logit will rise",
    "b: 0.5000, so its logit will fall",
    "the output weights' gradient has length 0.5000, their biases' 1.0000",
  ]);
  assertEquals(lines(5), [
    "unit 1: −0.5000 · 0.2500 = −0.1250",
    "the hidden weights' gradient has length 2.0000, their biases' 0.2500",
  ]);
  assertEquals(lines(6), [
    "each token of the context gets its own part: (0.5000, 0.0000, −0.2500, 5.00e−4)",
    "only these 2 rows of the table change; the gradient has length 4.0000",
  ]);
  const tied = { ...FACTS, shape: { ...FACTS.shape, tied: true } } as RunFacts;
  assertEquals(lines(4, tied)[2], "the output weights' gradient has length 4.0000, their biases' 1.0000");
});

Deno.test("the drawing has values on the way there and gradients on the way back, in the layers that are lit", () => {
  const stages = walkStages(FACTS, SMALL_TRACE);
  assertEquals(stages.map(({ lit, backward }) => [...lit, backward]), [
    [0, false],
    [1, false],
    [2, false],
    [2, false],
    [2, true],
    [1, true],
    [0, true],
  ]);
  assertEquals(walkLayers(SMALL_TRACE, stages[0]!).hidden, SMALL_TRACE.activations);
  assertEquals(walkLayers(SMALL_TRACE, stages[6]!), {
    input: SMALL_TRACE.gradients.input,
    hidden: SMALL_TRACE.gradients.sums,
    output: SMALL_TRACE.gradients.logits,
  });
});

Deno.test("the outputs that are drawn are the likeliest and the target, in their order", () => {
  assertEquals([drawnOutputs(SMALL_TRACE, 2), drawnOutputs({ ...SMALL_TRACE, target: 0 }, 2)], [[1, 2], [
    0,
    1,
  ]]);
  assertEquals([labelOf(FACTS, -1), labelOf(FACTS, 0)], ["(none)", "a"]);
});

Deno.test("a figure has four decimals from a thousandth on, and where it is 0; below that it has an exponent", () => {
  const said = (loss: number) => walkStages(FACTS, { ...SMALL_TRACE, loss })[3]!.lines[1];
  assertEquals([1e-3, 0.0009, -1e-3, -0.00025, 0].map(said), [
    "loss = −ln 0.1250 = 0.0010 nats",
    "loss = −ln 0.1250 = 9.00e−4 nats",
    "loss = −ln 0.1250 = −0.0010 nats",
    "loss = −ln 0.1250 = −2.50e−4 nats",
    "loss = −ln 0.1250 = 0.0000 nats",
  ]);
});

Deno.test("a list has eight figures, and of nine the first eight and how many there are", () => {
  const said = (...input: number[]) =>
    walkStages(FACTS, {
      ...SMALL_TRACE,
      gradients: { ...SMALL_TRACE.gradients, input: floats(...input) },
    })[6]!.lines[0];
  const eight = "1.0000, 2.0000, 3.0000, 4.0000, 5.0000, 6.0000, 7.0000, 8.0000";
  assertEquals([said(1, 2, 3, 4, 5, 6, 7, 8), said(1, 2, 3, 4, 5, 6, 7, 8, 9)], [
    `each token of the context gets its own part: (${eight})`,
    `each token of the context gets its own part: (${eight}, … 9 numbers)`,
  ]);
});

Deno.test("three products are written out without a rest; a unit whose gradient is 0 has the slope 0", () => {
  const three = {
    ...SMALL_TRACE,
    activations: floats(0.5, 0.25, -1),
    output: { weights: floats(1, 8, 3), bias: 0.5 },
    gradients: { ...SMALL_TRACE.gradients, activations: floats(-0.5, 0, 0), sums: floats(1, 0, 0) },
  } as Trace;
  assertEquals(
    walkStages(FACTS, three)[2]!.lines[0],
    "z(c) = 3.0000·−1.0000 + 8.0000·0.2500 + 1.0000·0.5000 + 0.5000 = 2.0000",
  );
  assertEquals(walkStages(FACTS, three)[5]!.lines[0], "unit 1: 0.0000 · 0.0000 = 0.0000");
});

Deno.test("the rival of a likeliest target is the second; on the way there the drawing has the inputs and the logits", () => {
  const likeliest = { ...SMALL_TRACE, target: 1, probabilities: floats(0.25, 0.5, 0.125) } as Trace;
  assertEquals(walkStages(FACTS, likeliest)[4]!.lines[1], "a: 0.2500, so its logit will fall");
  const { input, output } = walkLayers(SMALL_TRACE, walkStages(FACTS, SMALL_TRACE)[3]!);
  assertEquals([input === SMALL_TRACE.input, output === SMALL_TRACE.logits], [true, true]);
});
