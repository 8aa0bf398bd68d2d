/** The worked examples of the field, through HTTP. */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { siteWith } from "../server/site_under_test.ts";

const ask = siteWith({ RATE_LIMIT: "0" });

async function call(name: string, body: unknown) {
  const response = await ask(`/api/v1/${name}`, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json" },
  });
  const answer = await response.json();
  assertEquals(response.status, 200, JSON.stringify(answer));
  return answer;
}

function assertRounded(actual: readonly number[], expected: readonly number[], tolerance = 5.01e-4) {
  assertEquals(actual.length, expected.length);
  actual.forEach((value, i) => assertAlmostEquals(value, expected[i]!, tolerance));
}

const SUPPORT = { labels: ["correctly", "slowly", "angrily", "the", "</s>"], logits: [3, 1.5, -1, -2, -3] };

Deno.test("POST /api/v1/softmax gives the five probabilities of the support bot", async () => {
  const answer = await call("softmax", SUPPORT);
  assertRounded(answer.probabilities, [0.800, 0.178, 0.015, 0.005, 0.002]);
  assertAlmostEquals(answer.probabilities.reduce((a: number, b: number) => a + b), 1, 1e-15);
  assertEquals([answer.argmax, answer.label], [0, "correctly"]);
  answer.log_probabilities.forEach((value: number, i: number) =>
    assertAlmostEquals(Math.exp(value), answer.probabilities[i], 1e-15)
  );
  assertAlmostEquals(answer.effective_choices, Math.exp(answer.entropy_nats), 1e-15);
});

Deno.test("POST /api/v1/softmax is sharper at temperature 0.5, flatter at 2, certain at 0", async () => {
  const at = async (temperature: number) =>
    (await call("softmax", { ...SUPPORT, temperature })).probabilities;
  assertRounded(await at(0.5), [0.952, 0.047, 0, 0, 0]);
  assertRounded(await at(2), [0.575, 0.272, 0.078, 0.047, 0.029]);
  assertEquals(await at(0), [1, 0, 0, 0, 0]);
});

Deno.test("POST /api/v1/softmax does not move when a constant is added to every logit", async () => {
  const { probabilities } = await call("softmax", SUPPORT);
  for (const constant of [1, -50, 1000, -1e4]) {
    const moved = await call("softmax", { logits: SUPPORT.logits.map((logit) => logit + constant) });
    assertRounded(moved.probabilities, probabilities, 1e-12);
  }
});

Deno.test("POST /api/v1/softmax stays exact at ±1e4, and null is what would be infinite", async () => {
  const wide = await call("softmax", { logits: [1e4, -1e4, 1e4] });
  assertEquals(wide.probabilities, [0.5, 0, 0.5]);
  assertAlmostEquals(wide.log_probabilities[1], -20_000 - Math.LN2, 1e-9);
  const greedy = await call("softmax", { logits: [1, 2], temperature: 0 });
  assertEquals(greedy.log_probabilities, [null, 0]);
});

Deno.test("POST /api/v1/sample draws as NumPy's default_rng(4) does", async () => {
  const names = ["warehouse", "hub", "carrier"];
  const answer = await call("sample", { logits: [2.4, 1.7, 0.2], temperature: 1.4, seed: 4, draws: 8 });
  assertRounded(answer.stages.at(-1).probabilities, [0.551, 0.334, 0.115]);
  assertEquals(
    answer.draws.map((index: number) => names[index]).join(" "),
    "carrier warehouse carrier warehouse hub warehouse hub warehouse",
  );
  assertEquals(answer.counts, [4, 2, 2]);
  const greedy = await call("sample", { logits: [2.4, 1.7, 0.2], temperature: 0, seed: 4, draws: 3 });
  assertEquals(greedy.draws, [0, 0, 0]);
});

Deno.test("POST /api/v1/sample says what each stage keeps", async () => {
  const answer = await call("sample", {
    logits: [3, 2, 1, 0],
    top_k: 3,
    top_p: 0.9,
    min_p: 0.5,
    stages: ["top_k", "top_p", "min_p"],
    seed: 0,
    draws: 0,
  });
  const kept = answer.stages.map((stage: { name: string; kept: number[] }) => [stage.name, stage.kept]);
  assertEquals(kept, [["top_k", [0, 1, 2]], ["top_p", [0, 1]], ["min_p", [0]]]);
  assertAlmostEquals(answer.stages[0].mass, 1 - 1 / (1 + Math.E + Math.E ** 2 + Math.E ** 3), 1e-12);
  assertEquals([answer.draws, answer.counts], [[], [0, 0, 0, 0]]);
});

Deno.test("POST /api/v1/shift pairs each token with the one after it", async () => {
  assertEquals(await call("shift", { tokens: [0, 1, 2, 3, 4] }), {
    inputs: [0, 1, 2, 3],
    targets: [1, 2, 3, 4],
  });
  assertEquals(await call("shift", { tokens: ["<bos>", "package", "left"] }), {
    inputs: ["<bos>", "package"],
    targets: ["package", "left"],
  });
  assertEquals(await call("shift", { tokens: ["only"] }), { inputs: [], targets: [] });
});

Deno.test("POST /api/v1/loss gives the cross-entropy of four positions", async () => {
  const logits = [[0, 3, .5, -1, -2], [-1, .1, 2.5, 0, -2], [-1, 0, .2, 2, -1.5], [-2, 0, -1, -.5, 2.4]];
  const answer = await call("loss", { logits, targets: [1, 2, 3, 4] });
  assertRounded(answer.probabilities, [0.864, 0.824, 0.724, 0.839]);
  assertRounded(answer.losses_nats, [0.146, 0.194, 0.323, 0.175]);
  assertAlmostEquals(answer.mean_nats, 0.209, 5.01e-4);
  assertAlmostEquals(answer.mean_bits, answer.mean_nats / Math.LN2, 1e-15);
});

Deno.test("POST /api/v1/loss gives perplexity as one over the geometric mean", async () => {
  const answer = await call("loss", { probabilities: [0.5, 0.5, 0.5, 0.125] });
  assertRounded(answer.losses_nats, [0.6931, 0.6931, 0.6931, 2.0794], 5.01e-5);
  assertAlmostEquals(answer.mean_nats, 1.0397, 5.01e-5);
  assertAlmostEquals(answer.perplexity, 2.8284, 5.01e-5);
  assertAlmostEquals(answer.perplexity, 1 / answer.geometric_mean, 1e-12);
});

Deno.test("POST /api/v1/loss multiplies by the chain rule, and its logarithm survives where the product does not", async () => {
  const answer = await call("loss", { probabilities: [0.6, 0.8, 0.25, 0.5] });
  assertAlmostEquals(answer.sequence_probability, 0.06, 1e-15);
  assertAlmostEquals(answer.sequence_log_probability, Math.log(0.06), 1e-12);
  const long = await call("loss", { probabilities: Array(5000).fill(0.01) });
  assertEquals(long.sequence_probability, 0);
  assertAlmostEquals(long.sequence_log_probability, 5000 * Math.log(0.01), 1e-6);
  assertAlmostEquals(long.perplexity, 100, 1e-9);
});

Deno.test("POST /api/v1/loss has perplexity 1 for certainty, 50,000 for a uniform choice among as many", async () => {
  const certain = await call("loss", { probabilities: [1, 1, 1] });
  assertEquals([certain.perplexity, certain.mean_nats, certain.sequence_log_probability], [1, 0, 0]);
  const uniform = await call("loss", { probabilities: [1 / 50_000, 1 / 50_000] });
  assertAlmostEquals(uniform.perplexity, 50_000, 1e-6);
  const logits = [Array(50_000).fill(0)];
  assertAlmostEquals((await call("loss", { logits, targets: [7] })).perplexity, 50_000, 1e-6);
  const half = await call("loss", { losses_nats: [0.69] });
  assertAlmostEquals(half.perplexity, 2, 0.01);
});

Deno.test("POST /api/v1/loss is stable at ±1e4 and with float32 inputs, and null where it is infinite", async () => {
  const wide = await call("loss", { logits: [[1e4, -1e4], [-1e4, 1e4]], targets: [0, 0] });
  assertEquals(wide.losses_nats, [0, 20_000]);
  const row = [0.1, -7.3, 4.2].map(Math.fround);
  const exact = Math.log(row.reduce((sum, logit) => sum + Math.exp(logit), 0)) - row[0]!;
  const float32 = await call("loss", { logits: [row], targets: [0] });
  assertAlmostEquals(float32.losses_nats[0], exact, 1e-14);
  const impossible = await call("loss", { probabilities: [0.5, 0] });
  assertEquals(impossible.losses_nats[1], null);
  assertEquals([impossible.mean_nats, impossible.perplexity, impossible.sequence_probability], [
    null,
    null,
    0,
  ]);
});

Deno.test("POST /api/v1/loss spreads the loss over words and bytes where they are counted", async () => {
  const answer = await call("loss", { probabilities: [0.5, 0.25], words: 1, bytes: 6 });
  assertAlmostEquals(answer.per_word.bits, 3, 1e-12);
  assertAlmostEquals(answer.per_byte.bits, 0.5, 1e-12);
});

Deno.test("POST /api/v1/loop writes the order by hand and stops at the end token", async () => {
  const table = {
    "Order shipped from the": { warehouse: 0.85, store: 0.1, hub: 0.05 },
    "Order shipped from the warehouse": { ".": 0.8, and: 0.2 },
    "Order shipped from the warehouse.": { "</s>": 1 },
  };
  const start = "Order shipped from the";
  const answer = await call("loop", { table, start, max_steps: 3 });
  assertEquals(answer.steps.map((step: { token: string }) => step.token), ["warehouse", ".", "</s>"]);
  assertEquals([answer.text, answer.stopped_by], ["Order shipped from the warehouse.", "end"]);
  const short = await call("loop", { table, start, max_steps: 1 });
  assertEquals([short.text, short.stopped_by], ["Order shipped from the warehouse", "limit"]);
  const unknown = await call("loop", { table, start: "Parcel", max_steps: 3 });
  assertEquals([unknown.steps, unknown.stopped_by], [[], "unknown_context"]);
});

Deno.test("POST /api/v1/context is full at 8,000 tokens, and says what each policy drops", async () => {
  const window = { limit: 8000, prompt_tokens: 7600, generated_tokens: 400 };
  const by = (policy: string, keep?: number) => call("context", { ...window, policy, keep });
  const start = await by("truncate_start");
  assertEquals([start.used, start.free, start.full], [8000, 0, true]);
  assertEquals([start.dropped, start.kept], [[[0, 1]], [[1, 8000]]]);
  const reject = await by("reject");
  assertEquals([reject.dropped, reject.kept], [[], [[0, 8000]]]);
  assertEquals((await by("keep_prefix", 100)).dropped, [[100, 101]]);
  const open = await call("context", { ...window, generated_tokens: 399, policy: "reject" });
  assertEquals([open.full, open.free], [false, 1]);
});
