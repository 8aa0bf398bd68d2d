/** A text under a model, through HTTP. */
import { assert, assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import { logSoftmax } from "@/lib/lm/distribution/softmax.ts";
import { serverModel } from "@/lib/server/models/shipped_models.ts";
import { siteWith } from "../server/site_under_test.ts";

const ask = siteWith({ RATE_LIMIT: "0" });

async function score(body: unknown) {
  const headers = { "content-type": "application/json" };
  const response = await ask("/api/v1/score", { method: "POST", body: JSON.stringify(body), headers });
  return { status: response.status, body: await response.json() };
}

Deno.test("POST /api/v1/score gives each token what the model's own logits say", async () => {
  const text = "The package left the warehouse.";
  const { body } = await score({ text, top: 3 });
  const model = serverModel("parcel-gpt");
  const ids = [0, ...await model.encode(text)];
  const rows = (await model.logits(ids, { rows: ids.length, cache: false })).map((row) => logSoftmax(row));
  let bits = 0;
  for (const [index, token] of body.tokens.entries()) {
    const row = rows[index]!;
    assertEquals(token.id, ids[index + 1]);
    assertAlmostEquals(token.log_probability, row[token.id]!, 1e-5);
    assertEquals(token.rank, row.filter((value) => value > row[token.id]!).length + 1);
    assertAlmostEquals(
      token.entropy_nats,
      -row.reduce((sum, value) => sum + Math.exp(value) * value, 0),
      1e-4,
    );
    assertEquals(token.top.length, 3);
    assertEquals(new TextDecoder().decode(Uint8Array.from(token.bytes)), token.text);
    bits -= token.log_probability / Math.LN2;
  }
  assertAlmostEquals(body.total_bits, bits, 1e-9);
  assertAlmostEquals(body.bits_per_byte, bits / text.length, 1e-9);
  assertAlmostEquals(body.bits_per_word, bits / 5, 1e-9);
  assertEquals([body.stage, body.convention, body.bos, body.tokens_scored], ["raw", "hf", 0, ids.length - 1]);
});

Deno.test("POST /api/v1/score takes ids as they are, and conventions as fields", async () => {
  const ids = [0, ...await serverModel("parcel-gpt").encode("The package left the warehouse.")];
  const [byText, byIds] = [
    await score({ text: "The package left the warehouse." }),
    await score({ tokens: ids }),
  ];
  const { log_probability, rank, entropy_nats, top } = byIds.body.tokens[0];
  assertEquals([log_probability, rank, entropy_nats, top], [null, null, null, null]);
  assertEquals(byIds.body.tokens[1].top, []);
  assertAlmostEquals(byIds.body.total_bits, byText.body.total_bits, 1e-4);
  const long = "The package left the warehouse. ".repeat(20);
  const llama = (await score({ text: long, convention: "llama_cpp", window: 16 })).body;
  const scored = llama.tokens.filter((token: { log_probability: number | null }) =>
    token.log_probability !== null
  );
  assertEquals(scored.length, llama.passes * 7);
  const rolling = (await score({ text: long, convention: "lm_eval", window: 16 })).body;
  assertEquals(rolling.tokens_scored, rolling.tokens.length);
});

Deno.test("POST /api/v1/score says at its place what does not fit", async () => {
  const long = await score({ text: " left".repeat(513) });
  assertEquals([long.status, long.body.errors[0].pointer], [422, "/text"]);
  assertStringIncludes(long.body.detail, "/score");
  assertEquals((await score({})).status, 422);
  assertEquals((await score({ text: "a", tokens: [1] })).status, 422);
  assertEquals((await score({ tokens: [4096000] })).body.errors[0].pointer, "/tokens/0");
  assertEquals((await score({ text: "a", window: 8, stride: 9 })).status, 422);
  const empty = await score({ text: "" });
  assertEquals([empty.status, empty.body.tokens_scored, empty.body.perplexity], [200, 0, null]);
  assert((await score({ text: "\ud800 left" })).status === 200);
});

Deno.test("llama.cpp's perplexity is what its loop gives by hand from the model's own rows", async () => {
  const text = "The package left the warehouse. ".repeat(9);
  const window = 16;
  const model = serverModel("parcel-gpt");
  // tools/perplexity: whole chunks of n_ctx, the begin token in place of the first, scored from the middle on.
  const tokens = [0, ...await model.encode(text)];
  let nll = 0;
  let count = 0;
  for (let chunk = 0; chunk < Math.floor(tokens.length / window); chunk++) {
    const batch = [0, ...tokens.slice(chunk * window + 1, (chunk + 1) * window)];
    const rows = await model.logits(batch, { rows: window, cache: false });
    for (let j = window / 2; j < window - 1; j++) {
      nll -= logSoftmax(rows[j]!)[tokens[chunk * window + j + 1]!]!;
      count++;
    }
  }
  const { body } = await score({ text, convention: "llama_cpp", window });
  assertEquals(body.tokens_scored, count);
  assertAlmostEquals(body.perplexity / Math.exp(nll / count), 1, 1e-6);
});

Deno.test("POST /api/v1/score has the mean over documents beside that over tokens", async () => {
  const { body } = await score({ text: "The package left the warehouse.\n\nWarehouse moon." });
  assertEquals(body.documents, 2);
  assert(Math.abs(body.perplexity_per_document / body.perplexity - 1) > 0.05);
  const one = (await score({ text: "The package left." })).body;
  assertAlmostEquals(one.perplexity_per_document, one.perplexity, 1e-9);
});
