/** The embedded Transformer through HTTP. */
import { assert, assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import { logSoftmax } from "@/lib/lm/distribution/softmax.ts";
import { serverModel } from "@/lib/server/models/shipped_models.ts";
import { siteWith } from "../server/site_under_test.ts";

const ask = siteWith({ RATE_LIMIT: "0" });

function predict(body: unknown): Promise<Response> {
  return ask("/api/v1/predict", {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json" },
  });
}

Deno.test("POST /api/v1/predict answers with the model's own distribution", async () => {
  const answer = await (await predict({ text: "The package left the", top: 7 })).json();
  const model = serverModel("parcel-gpt");
  const ids = [0, ...await model.encode("The package left the")];
  const rows = (await model.logits(ids, { rows: ids.length, cache: false })).map((row) => logSoftmax(row));
  assertEquals(answer.begin, { id: 0, text: "<|begin|>" });
  assertEquals(answer.tokens.map(({ id }: { id: number }) => id), ids.slice(1));
  assertEquals(answer.model, { id: "parcel-gpt", revision: model.id.revision });
  assertEquals(answer.distribution.length, 7);
  for (const { id, log_probability, probability, shaped_probability } of answer.distribution) {
    assertAlmostEquals(log_probability, rows.at(-1)![id]!, 1e-5);
    assertAlmostEquals(probability, Math.exp(log_probability), 1e-12);
    assertAlmostEquals(shaped_probability, probability, 1e-12);
  }
  answer.prompt_log_probabilities.forEach((value: number, i: number) =>
    assertAlmostEquals(value, rows[i]![ids[i + 1]!]!, 1e-5)
  );
  const listed = answer.distribution.reduce(
    (sum: number, row: { probability: number }) => sum + row.probability,
    0,
  );
  assertAlmostEquals(listed + answer.other.probability, 1, 1e-9);
  assertEquals(answer.other.count, model.vocabulary.size - 7);
});

Deno.test("POST /api/v1/predict shapes by the sampler's settings", async () => {
  const { distribution } = await (await predict({ text: "Delivery is", top_k: 2, temperature: 0.5 })).json();
  const kept = distribution.filter((row: { shaped_probability: number }) => row.shaped_probability > 0);
  assertEquals(kept.length, 2);
});

Deno.test("POST /api/v1/predict answers an empty text after the begin token, and by counts too", async () => {
  const empty = await (await predict({ text: "" })).json();
  assertEquals([empty.tokens, empty.prompt_log_probabilities, empty.distribution.length], [[], [], 20]);
  const counted = await (await predict({ text: "The package", model: "counts" })).json();
  assertEquals([counted.model.id, counted.prompt_log_probabilities.length], [
    "counts",
    counted.tokens.length,
  ]);
});

Deno.test("POST /api/v1/predict refuses more than 128 tokens and unknown models", async () => {
  const long = await predict({ text: " left".repeat(129) });
  assertEquals([long.status, (await long.json()).errors[0].pointer], [422, "/text"]);
  assertEquals((await predict({ text: " left".repeat(128) })).status, 200);
  assertEquals((await predict({ text: "a", model: "o/m" })).status, 422);
});

for (const [name, most] of [["parcel-gru", 128], ["parcel-bert", 32]] as const) {
  Deno.test(`POST /api/v1/predict answers with ${name}, of at most ${most} tokens`, async () => {
    const answer = await (await predict({ text: "The package left the", model: name, top: 5 })).json();
    const model = serverModel(name);
    assertEquals(answer.model, { id: name, revision: model.id.revision });
    const ids = [0, ...await model.encode("The package left the")];
    const [row] = await model.logits(ids, { cache: false });
    const expected = logSoftmax(row!);
    for (const { id, log_probability } of answer.distribution) {
      assertAlmostEquals(log_probability, expected[id]!, 1e-4);
    }
    const scored = await model.score(ids);
    answer.prompt_log_probabilities.forEach((value: number, i: number) =>
      assertAlmostEquals(value, scored[i]!.logProbability, 1e-4)
    );
    const long = await predict({ text: " left".repeat(most + 1), model: name });
    const { errors: [error] } = await long.json();
    assertEquals([long.status, error.pointer], [422, "/text"]);
    assertStringIncludes(error.detail, `${most}`);
    assertEquals((await predict({ text: " left".repeat(most), model: name })).status, 200);
  });
}

Deno.test("POST /api/v1/predict answers 503 with Retry-After where too many wait", async () => {
  const answers = await Promise.all(
    Array.from({ length: 80 }, (_, i) => predict({ text: `Order ${i} shipped` })),
  );
  const busy = answers.filter(({ status }) => status === 503);
  assertEquals(busy.length + answers.filter(({ status }) => status === 200).length, 80);
  assert(busy.length > 0);
  assertEquals(busy[0]!.headers.get("retry-after"), "1");
  assertEquals((await predict({ text: "Order" })).status, 200);
});
