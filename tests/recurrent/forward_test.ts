/** The recurrent network against its formulas written out, and where its context and its chunk end. */
import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { createGru, type StateHistory } from "@/lib/recurrent/forward.ts";
import { gatedStep } from "@/lib/recurrent/gated_step.ts";
import type { GruWeights } from "@/lib/recurrent/weights.ts";
import { PLAIN_OPS } from "@/lib/transformer/plain_ops.ts";
import { seededUniform } from "@/tests/fixtures/seeded_random.ts";

const [VOCABULARY, CONTEXT, WIDTH, HIDDEN, CHUNK] = [5, 7, 3, 2, 4] as const;
const uniform = seededUniform(7);
const draw = (length: number) => Float32Array.from({ length }, () => 2 * uniform() - 1);
const matrix = (rows: number, columns: number) => ({ rows, columns, data: draw(rows * columns) });
const layer = (inputs: number) => ({
  input: matrix(3 * HIDDEN, inputs),
  inputBias: draw(3 * HIDDEN),
  state: matrix(3 * HIDDEN, HIDDEN),
  stateBias: draw(3 * HIDDEN),
});

const WEIGHTS = {
  config: {
    kind: "gru",
    ...{
      vocabulary: VOCABULARY,
      context: CONTEXT,
      layers: 2,
      width: WIDTH,
      hidden: HIDDEN,
      normEpsilon: 0.01,
    },
  },
  embedding: matrix(VOCABULARY, WIDTH),
  layers: [layer(WIDTH), layer(HIDDEN)],
  output: matrix(WIDTH, HIDDEN),
  norm: draw(WIDTH),
} as const satisfies GruWeights;

type Dense = typeof WEIGHTS.embedding;

const times = ({ rows, columns, data }: Dense, x: readonly number[]) =>
  Array.from({ length: rows }, (_, r) => x.reduce((sum, each, c) => sum + data[r * columns + c]! * each, 0));
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** A state after a token, by the formulas of Cho et al. */
function stepOf(
  { input, inputBias, state, stateBias }: ReturnType<typeof layer>,
  x: number[],
  h: number[],
): number[] {
  const [a, b] = [
    times(input, x).map((v, i) => v + inputBias[i]!),
    times(state, h).map((v, i) => v + stateBias[i]!),
  ];
  return h.map((old, i) => {
    const r = sigmoid(a[i]! + b[i]!), z = sigmoid(a[i + HIDDEN]! + b[i + HIDDEN]!);
    const n = Math.tanh(a[i + 2 * HIDDEN]! + r * b[i + 2 * HIDDEN]!);
    return (1 - z) * n + z * old;
  });
}

/** The logits after each token. */
function expected(tokens: readonly number[]): number[][] {
  const states = WEIGHTS.layers.map(() => new Array<number>(HIDDEN).fill(0));
  const { embedding, output, norm, config } = WEIGHTS;
  return tokens.map((token) => {
    let x = [...embedding.data.subarray(token * WIDTH, (token + 1) * WIDTH)];
    WEIGHTS.layers.forEach((each, index) => x = states[index] = stepOf(each, x, states[index]!));
    const projected = times(output, x);
    const mean = projected.reduce((sum, each) => sum + each * each, 0) / WIDTH;
    return times(
      embedding,
      projected.map((each, i) => each / Math.sqrt(mean + config.normEpsilon) * norm[i]!),
    );
  });
}

const gru = () => createGru(WEIGHTS, { ops: PLAIN_OPS, chunk: CHUNK });
const TOKENS = [3, 0, 4, 1, 1, 2, 3];

function assertRows(got: Float32Array, want: readonly (readonly number[])[]): void {
  assertEquals(got.length, want.length * VOCABULARY);
  want.flat().forEach((value, at) => assertAlmostEquals(got[at]!, value, 1e-5));
}

Deno.test("forward() gives what the formulas give, in chunks and token by token, and goes back to an earlier state", () => {
  const model = gru(), want = expected(TOKENS);
  const history = model.createMemory();
  assertRows(model.forward(TOKENS.slice(0, 4), history, 4), want.slice(0, 4));
  assertRows(model.forward(TOKENS.slice(4, 7), history, 2), want.slice(5, 7));
  assertEquals([history.length, model.cacheBytes()], [7, 0]);
  history.length = 2;
  for (let at = 2; at < 7; at++) assertRows(model.forward([TOKENS[at]!], history, 1), [want[at]!]);
});

Deno.test("forward() takes as many tokens as a chunk and a context hold, and not one more", () => {
  const model = gru();
  const read = (count: number, history: StateHistory) => model.forward(TOKENS.slice(0, count), history, 1);
  assertThrows(() => read(5, model.createMemory()), RangeError, "A pass takes at most 4 tokens: got 5");
  const history = model.createMemory();
  read(4, history);
  assertThrows(() => read(4, history), RangeError, "The context holds 7 tokens: got 8");
  assertEquals(history.length, 4);
  read(3, history);
  assertThrows(() => read(1, history), RangeError, "The context holds 7 tokens: got 8");
  assertEquals(history.states.map(({ length }) => length), [8 * HIDDEN, 8 * HIDDEN]);
});

Deno.test("createGru() takes chunks of 64 tokens where nothing is said", () => {
  assertEquals([createGru(WEIGHTS, { ops: PLAIN_OPS }).chunk, gru().chunk], [64, 4]);
});

Deno.test("gatedStep() by hand: closed gates keep the state, open ones take the candidate", () => {
  const after = (update: number, reset: number) => {
    const states = Float32Array.of(9, 0.25, 0.5, 0, 0);
    const input = Float32Array.of(0, reset, reset, update, update, 0.5, -0.5);
    const recurrent = Float32Array.of(0, 0, 0, 0, 0.25, 1);
    gatedStep(input, 1, recurrent, Float32Array.of(0, 0, 0, 0, 0.5, 2), states, 1);
    return [...states];
  };
  assertEquals(after(99, 0), [9, 0.25, 0.5, 0.25, 0.5]);
  const open = after(-99, 99), shut = after(-99, -99), half = after(0, 99);
  const close = (got: readonly number[], want: readonly number[]) =>
    got.slice(3).forEach((value, at) => assertAlmostEquals(value, want[at]!, 1e-6));
  close(open, [Math.tanh(1.25), Math.tanh(2.5)]);
  close(shut, [Math.tanh(0.5), Math.tanh(-0.5)]);
  close(half, [(Math.tanh(1.25) + 0.25) / 2, (Math.tanh(2.5) + 0.5) / 2]);
});
