/** OpenAI's completions, asked with OpenAI's own client. */
import { assert, assertAlmostEquals, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import OpenAI from "openai";
import { serverModel } from "@/lib/server/models/shipped_models.ts";
import { COMPUTED_AT_ONCE } from "@/lib/server/threads/compute_queue.ts";
import { siteWith } from "../../server/site_under_test.ts";

const ask = siteWith({ RATE_LIMIT: "0" });
const client = new OpenAI({
  baseURL: "http://site.test/v1",
  apiKey: "none",
  maxRetries: 0,
  fetch: (url, init) => ask(String(url).replace("http://site.test", ""), init as RequestInit),
});
const model = "parcel-gpt";
const prompt = "The package left the warehouse.";

/** What this site says beside OpenAI's own fields. */
interface Logprobs {
  readonly tokens: string[];
  readonly token_logprobs: (number | null)[];
  readonly top_logprobs: (Record<string, number> | null)[];
  readonly text_offset: number[];
  readonly token_bytes: number[][];
}

async function scoreOf(body: unknown) {
  const headers = { "content-type": "application/json" };
  return await (await ask("/api/v1/score", { method: "POST", body: JSON.stringify(body), headers })).json();
}

Deno.test("the openai client lists the models", async () => {
  const names: string[] = [];
  for await (const { id } of client.models.list()) names.push(id);
  assertEquals(names, ["parcel-gpt", "parcel-gru", "parcel-bert", "counts"]);
  assertEquals((await client.models.retrieve("parcel-gru")).id, "parcel-gru");
});

Deno.test("a token that is written has as many others beside it as were asked for, none where none were", async () => {
  const beside = async (logprobs: number | null) => {
    const { choices } = await client.completions.create({
      model,
      prompt,
      max_tokens: 2,
      temperature: 0,
      logprobs,
    });
    const found = choices[0]!.logprobs as unknown as Logprobs | null;
    return found &&
      [found.token_logprobs.length, ...found.top_logprobs.map((each) => Object.keys(each!).length)];
  };
  assertEquals([await beside(3), await beside(1), await beside(null)], [[2, 3, 3], [2, 1, 1], null]);
  const written = async (logprobs: number) => {
    const { choices } = await client.completions.create({
      model,
      prompt,
      max_tokens: 1,
      temperature: 0,
      logprobs,
    });
    const { token_logprobs: [own], top_logprobs: [top] } = choices[0]!.logprobs as unknown as Logprobs;
    return [own, Math.max(...Object.values(top!))];
  };
  const [own, best] = await written(2);
  assertEquals(own, best, "greedy writes the likeliest");
});

Deno.test("echoed log-probabilities are those of /api/v1/score, the first null", async () => {
  const { choices, usage } = await client.completions.create({
    model,
    prompt,
    max_tokens: 0,
    echo: true,
    logprobs: 2,
  });
  const { text, finish_reason } = choices[0]!;
  const logprobs = choices[0]!.logprobs as unknown as Logprobs;
  const scored = await scoreOf({ text: prompt });
  assertEquals([text, finish_reason, usage?.completion_tokens], [prompt, "length", 0]);
  assertEquals(logprobs.token_logprobs[0], null);
  scored.tokens.slice(1).forEach(({ log_probability }: { log_probability: number }, index: number) =>
    assertAlmostEquals(logprobs.token_logprobs[index + 1]!, log_probability, 1e-6)
  );
  logprobs.text_offset.forEach((at, index) =>
    assertEquals(prompt.slice(at, at + logprobs.tokens[index]!.length), logprobs.tokens[index])
  );
  assertEquals(logprobs.token_bytes.flat(), [...new TextEncoder().encode(prompt)]);
  assert(Object.keys(logprobs.top_logprobs[1]!).length >= 2);
});

Deno.test("a prompt of ids gets no begin token, and generation behind it is greedy at temperature 0", async () => {
  const ids = [0, ...await serverModel(model).encode("The package left the")];
  const options = { model, max_tokens: 1, temperature: 0, logprobs: 1, echo: true } as const;
  const { choices } = await client.completions.create({ ...options, prompt: ids });
  const logprobs = choices[0]!.logprobs as unknown as Logprobs;
  assertEquals(logprobs.tokens.length, ids.length + 1);
  assertEquals(logprobs.tokens.at(-1), " warehouse");
  assertAlmostEquals(Math.exp(logprobs.token_logprobs.at(-1)!), 0.85, 0.05);
});

Deno.test("an end token has its log-probability and no text, so that what is left out behind an echo is one token", async () => {
  const prompt = "Thank you for your help.";
  const options = { model, prompt, max_tokens: 1, temperature: 0, logprobs: 1, echo: true } as const;
  const { choices, usage } = await client.completions.create(options);
  const logprobs = choices[0]!.logprobs as unknown as Logprobs;
  const scored = await scoreOf({ text: prompt });
  assertEquals([choices[0]!.text, choices[0]!.finish_reason], [prompt, "stop"]);
  assertEquals(usage!.completion_tokens, 1);
  assertEquals([logprobs.tokens.length, logprobs.text_offset.at(-1)], [
    scored.tokens.length + 1,
    prompt.length,
  ]);
  assertAlmostEquals(logprobs.token_logprobs.at(-2)!, scored.tokens.at(-1).log_probability, 1e-6);
  let streamed = 0;
  for await (const chunk of await client.completions.create({ ...options, echo: false, stream: true })) {
    streamed += (chunk.choices[0]!.logprobs as unknown as Logprobs | null)?.tokens.length ?? 0;
    assertEquals(chunk.choices[0]!.text, "");
  }
  assertEquals(streamed, 1);
});

Deno.test("who does not read a stream holds nobody who asks next", async () => {
  const body = JSON.stringify({ model, prompt, max_tokens: 100, logprobs: 5, stream: true });
  const headers = { "content-type": "application/json" };
  const unread = await Promise.all(
    Array.from({ length: COMPUTED_AT_ONCE }, () => ask("/v1/completions", { method: "POST", headers, body })),
  );
  const { choices } = await client.completions.create({ model, prompt, max_tokens: 1 });
  assertEquals(choices.length, 1);
  for (const { body } of unread) await body?.cancel();
});

Deno.test("a stop string ends the text before it, whole and streamed alike", async () => {
  const options = {
    model,
    prompt: "The package left the",
    max_tokens: 12,
    temperature: 0,
    stop: "house",
  } as const;
  const { choices } = await client.completions.create(options);
  assertEquals([choices[0]!.text, choices[0]!.finish_reason], [" ware", "stop"]);
  let text = "";
  let reason: string | null = null;
  for await (const chunk of await client.completions.create({ ...options, stream: true })) {
    text += chunk.choices[0]!.text;
    reason = chunk.choices[0]!.finish_reason ?? reason;
  }
  assertEquals([text, reason], [" ware", "stop"]);
});

Deno.test("the same seed gives the same text; several prompts are answered in order", async () => {
  const options = { model, prompt: ["Delivery is", "The carrier"], max_tokens: 5, seed: 3 };
  const [first, second] = [
    await client.completions.create(options),
    await client.completions.create(options),
  ];
  assertEquals(first.choices.map(({ text }) => text), second.choices.map(({ text }) => text));
  assertEquals(first.choices.map(({ index }) => index), [0, 1]);
});

Deno.test("bytes that are half a character are joined in the text and named in the log-probabilities", async () => {
  const { choices } = await client.completions.create({
    model,
    prompt: "é€😀",
    max_tokens: 0,
    echo: true,
    logprobs: 0,
  });
  assertEquals(choices[0]!.text, "é€😀");
  assert((choices[0]!.logprobs as unknown as Logprobs).tokens.some((name) => name.startsWith("bytes:\\x")));
});

Deno.test("a request holds 512 tokens, those of its prompts and those that are to be written together", async () => {
  const isTaken = (lengths: readonly number[], max_tokens: number) =>
    client.completions.create({
      model: "counts",
      prompt: lengths.map((length) => Array<number>(length).fill(300)),
      max_tokens,
      temperature: 0,
    }).then(() => true, ({ code }) => code === "context_length_exceeded" ? false : code);
  assertEquals([await isTaken([500], 12), await isTaken([500], 13)], [true, false]);
  assertEquals([await isTaken([250, 250], 6), await isTaken([250, 251], 6)], [true, false]);
});

Deno.test("errors are OpenAI's, with the field and a code", async () => {
  const unknown = await assertRejects(
    () => client.completions.create({ model: "gpt-4", prompt }),
    OpenAI.NotFoundError,
  );
  assertEquals([unknown.code, unknown.param], ["model_not_found", "model"]);
  const long = await assertRejects(
    () => client.completions.create({ model, prompt: " left".repeat(520) }),
    OpenAI.BadRequestError,
  );
  assertEquals(long.code, "context_length_exceeded");
  const several = await assertRejects(
    () => client.completions.create({ model, prompt, n: 2 }),
    OpenAI.BadRequestError,
  );
  assertStringIncludes(several.message, "n is not supported");
  const headers = { "content-type": "application/json" };
  const broken = await ask("/v1/completions", { method: "POST", body: "{", headers });
  assertEquals([broken.status, (await broken.json()).error.type], [400, "invalid_request_error"]);
});

Deno.test("programs of any origin may ask, and the rate limit is the API's", async () => {
  const preflight = await ask("/v1/completions", { method: "OPTIONS" });
  assertEquals(preflight.headers.get("access-control-allow-origin"), "*");
  assertStringIncludes(preflight.headers.get("access-control-allow-headers")!, "authorization");
  const limited = siteWith({ RATE_LIMIT: "1" });
  const headers = { "content-type": "application/json" };
  const post = () => limited("/v1/completions", { method: "POST", body: "{}", headers });
  assertEquals([(await post()).status, (await post()).status], [400, 429]);
});
