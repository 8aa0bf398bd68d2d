/** Errors as OpenAI's clients read them: type, field, code and how long to wait, by each reason. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { Hono } from "hono";
import { serverModel } from "@/lib/server/models/shipped_models.ts";
import { OpenAiError, openAiFailure } from "@/routes/api/completions/openai_error.ts";
import { RequestProblem } from "@/routes/api/request_problem.ts";
import { siteWith } from "../../server/site_under_test.ts";

const ask = siteWith({ RATE_LIMIT: "0" });
const headers = { "content-type": "application/json" };
const post = (body: unknown) =>
  ask("/v1/completions", { method: "POST", headers, body: JSON.stringify(body) });

async function answered(error: unknown) {
  const app = new Hono().get("/", (c) => openAiFailure(c, error));
  app.onError((thrown) => new Response(`thrown: ${thrown.message}`, { status: 500 }));
  const response = await app.request("/");
  const body = response.status === 500 ? await response.text() : (await response.json()).error;
  return [response.status, response.headers.get("retry-after"), response.headers.get("cache-control"), body];
}

Deno.test("each failure has its status, type, field and code; what is no request's is the site's own", async () => {
  assertEquals(await answered(new OpenAiError(404, "m", "model", "model_not_found")), [
    404,
    null,
    "no-store",
    {
      message: "m",
      type: "invalid_request_error",
      param: "model",
      code: "model_not_found",
    },
  ]);
  const problem = (status: 429 | 503 | 400, retryAfter: number | null) =>
    new RequestProblem(status, "title", "detail", [{ pointer: "/a/b", detail: "d" }], retryAfter);
  const error = { message: "detail", param: "a/b", code: null };
  assertEquals(await answered(problem(429, 0)), [429, "0", "no-store", {
    ...error,
    type: "rate_limit_exceeded",
  }]);
  assertEquals(await answered(problem(503, 7)), [503, "7", "no-store", { ...error, type: "server_error" }]);
  assertEquals((await answered(new RequestProblem(400, "t", "d")))[3], {
    message: "d",
    type: "invalid_request_error",
    param: null,
    code: null,
  });
  assertEquals((await answered(new RangeError("out")))[3].message, "out");
  assertEquals((await answered(new TypeError("bug")))[3], "thrown: bug");
});

Deno.test("a request that cannot be followed names its first field and what to do", async () => {
  const { size } = serverModel("parcel-gpt").vocabulary;
  const model = "parcel-gpt";
  const cases:
    readonly (readonly [body: unknown, param: string | null, code: string | null, words: string])[] = [
      [[], null, "invalid_value", "The request: The body is an object"],
      [{}, "model", "invalid_value", "model: model is required"],
      [{ model, max_tokens: 513 }, "max_tokens", "invalid_value", "max_tokens is at most 512"],
      [{ model, stop: [1] }, "stop", "invalid_value", "stop fits none of its forms"],
      [{ model, logit_bias: { a: "x" } }, "logit_bias.a", "invalid_value", "logit_bias.a is a number"],
      [{ model, n: 2 }, "n", "invalid_value", "n is not supported: leave it out"],
      [{ model, prompt: [size] }, "prompt", null, `Token ${size} is not in the vocabulary of ${size}.`],
      [{ model, max_tokens: 0 }, "max_tokens", null, "there is nothing to answer"],
      [
        { model, prompt: "x ".repeat(8000) },
        "prompt",
        "context_length_exceeded",
        "this one has at least ",
      ],
      [
        { model, prompt: Array(500).fill(5), max_tokens: 13 },
        "prompt",
        "context_length_exceeded",
        "A request holds at most 512 tokens, prompt and max_tokens together: this one has at least 513.",
      ],
      [
        { model: "parcel-bart" },
        "model",
        "model_not_found",
        'There is no model "parcel-bart": choose one of parcel-gpt',
      ],
    ];
  for (const [body, param, code, words] of cases) {
    const response = await post(body);
    const { error } = await response.json();
    assertEquals([response.status, error.param, error.code], [
      code === "model_not_found" ? 404 : 400,
      param,
      code,
    ]);
    assertStringIncludes(error.message, words);
  }
  const last = await post({ model, prompt: [size - 1], max_tokens: 1 });
  assertEquals([last.status, (await last.json()).usage.prompt_tokens], [200, 1]);
});

Deno.test("one model is described as in the list, an unknown one is an error", async () => {
  const one = await (await ask("/v1/models/parcel-gru")).json();
  const { data } = await (await ask("/v1/models")).json();
  assertEquals([one, one.object], [data[1], "model"]);
  const unknown = await ask("/v1/models/gpt-4");
  assertEquals([unknown.status, (await unknown.json()).error.code], [404, "model_not_found"]);
});

Deno.test("a completion counts what was read and written of all prompts, each drawn with a seed of its own", async () => {
  const model = "parcel-gpt";
  const prompts = ["Delivery is", "Delivery is", "The carrier"];
  const read = await Promise.all(prompts.map((text) => serverModel(model).encode(text)));
  const fields = { model, max_tokens: 6, temperature: 1.5 };
  const before = Math.floor(Date.now() / 1000);
  const response = await post({ ...fields, prompt: prompts, seed: 3 });
  const body = await response.json();
  assert(/^cmpl-[\da-f-]{36}$/.test(body.id), body.id);
  assert(body.created >= before && body.created <= Date.now() / 1000);
  assertEquals([body.object, body.model, response.headers.get("cache-control")], [
    "text_completion",
    model,
    "no-store",
  ]);
  const { prompt_tokens, completion_tokens, total_tokens } = body.usage;
  // The begin token stands before each.
  assertEquals(prompt_tokens, read.reduce((sum, ids) => sum + ids.length + 1, 0));
  assertEquals(total_tokens, prompt_tokens + completion_tokens);
  const alone = async (
    prompt: string,
    seed: number,
  ) => (await (await post({ ...fields, prompt, seed })).json());
  const each = [await alone(prompts[0]!, 3), await alone(prompts[1]!, 4), await alone(prompts[2]!, 5)];
  const text = (answer: { readonly choices: { readonly text: string }[] }) =>
    answer.choices.map(({ text }) => text);
  assertEquals(text(body), each.flatMap(text));
  assertEquals(completion_tokens, each.reduce((sum, { usage }) => sum + usage.completion_tokens, 0));
});

Deno.test("a stream is events with one id, the reason in each prompt's last, and [DONE]", async () => {
  const response = await post({
    model: "counts",
    prompt: ["The package", "The carrier"],
    max_tokens: 3,
    temperature: 0,
    stream: true,
  });
  assertEquals(response.headers.get("content-type"), "text/event-stream; charset=utf-8");
  const events = (await response.text()).split("\n\n");
  assertEquals(events.slice(-2), ["data: [DONE]", ""]);
  const chunks = events.slice(0, -2).map((event) => JSON.parse(event.replace("data: ", "")));
  assertEquals(new Set(chunks.map(({ id }) => id)).size, 1);
  const choices = chunks.flatMap((chunk) => chunk.choices);
  for (const index of [0, 1]) {
    const own = choices.filter((choice) => choice.index === index);
    const reasons = own.map(({ finish_reason }) => finish_reason);
    assertEquals([reasons.at(-1), new Set(reasons.slice(0, -1))], ["length", new Set([null])]);
    assertEquals([own.at(-1).text, own.slice(0, -1).every(({ text }) => text !== "")], ["", true]);
  }
  const plain = await (await post({
    model: "counts",
    prompt: ["The package", "The carrier"],
    max_tokens: 3,
    temperature: 0,
  })).json();
  const joined = (index: number) =>
    choices.filter((choice) => choice.index === index).map(({ text }) => text).join("");
  assertEquals(plain.choices.map(({ text }: { text: string }) => text), [joined(0), joined(1)]);
});
