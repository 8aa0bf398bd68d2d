/**
 * `/v1`: the embedded models behind OpenAI's own addresses, so that programs that speak to those can be pointed at a
 * model whose right answers are published.
 *
 * @module
 */
import type { Context, Hono } from "hono";
import { stream } from "hono/streaming";
import { EMBEDDED_MODELS, type EmbeddedName, isEmbedded } from "@/lib/experiment/fields/predictor_query.ts";
import { leastTokens } from "@/lib/lm/least_tokens.ts";
import type { LanguageModel, TokenId } from "@/lib/lm/language_model.ts";
import type { SiteEnv } from "@/lib/server/site.ts";
import {
  complete,
  type CompletionEnd,
  type CompletionLogprobs,
  type CompletionPiece,
  type ReadPrompt,
} from "@/routes/api/completions/completion.ts";
import { completionCost } from "@/routes/api/completions/completion_cost.ts";
import {
  type CompletionRequest,
  completionRequest,
  promptsOf,
} from "@/routes/api/completions/completion_request.ts";
import { invalidRequest, OpenAiError, openAiFailure } from "@/routes/api/completions/openai_error.ts";
import { elsewhere, isDear } from "@/routes/api/elsewhere.ts";
import { askedModel, inTurn, mostScored } from "@/routes/api/models/asked_model.ts";
import { allowedHeaders, clientOf, type RequestLimiter } from "@/routes/api/rate_limit.ts";
import { parseJson, readBodyInTurn } from "@/routes/api/read_json.ts";

/** Clients send headers of their own (`x-stainless-…`): any may come, none is believed. */
const PREFLIGHT = {
  "access-control-allow-methods": "GET,POST",
  "access-control-allow-headers": "authorization,content-type,*",
  "access-control-max-age": "86400",
};

/** Makes ids of answers, and seeds where a request names none. */
interface Chance {
  id(): string;
  seed(): number;
  /** Seconds since 1970. */
  now(): number;
}

const CHANCE: Chance = {
  id: () => `cmpl-${crypto.randomUUID()}`,
  seed: () => crypto.getRandomValues(new Uint32Array(1))[0]!,
  now: () => Math.floor(Date.now() / 1000),
};

/** Mounts everything below `/v1`. */
export function mountCompletions(app: Hono<SiteEnv>, take: RequestLimiter, chance: Chance = CHANCE): void {
  app.options("/v1/*", (c) => c.body(null, 204, PREFLIGHT));
  app.get("/v1/models", (c) => c.json({ object: "list", data: EMBEDDED_MODELS.map(modelOf) }));
  app.get("/v1/models/:name", (c) => {
    const name = c.req.param("name");
    return isEmbedded(name) ? c.json(modelOf(name)) : openAiFailure(c, unknownModel(name));
  });
  app.post("/v1/completions", async (c) => {
    try {
      const decision = take(c.req.raw.headers, c.env);
      const headers = decision ? allowedHeaders(decision) : {};
      for (const [name, value] of Object.entries(headers)) c.header(name, value);
      c.header("cache-control", "no-store");
      const bytes = await readBodyInTurn(c);
      const request = readRequest(bytes);
      if (isTooDearHere(c, request)) return await elsewhere(c, clientNamed(c), bytes, headers);
      return await answer(c, request, chance);
    } catch (error) {
      return openAiFailure(c, error);
    }
  });
}

function modelOf(id: EmbeddedName) {
  return { id, object: "model", created: 0, owned_by: "next-token-playground" };
}

function unknownModel(name: string): OpenAiError {
  const message = `There is no model ${JSON.stringify(name)}: choose one of ${EMBEDDED_MODELS.join(", ")}.`;
  return new OpenAiError(404, message, "model", "model_not_found");
}

function readRequest(bytes: Uint8Array): CompletionRequest {
  const parsed = completionRequest.safeParse(parseJson(bytes));
  if (!parsed.success) throw invalidRequest(parsed.error);
  return parsed.data;
}

function isTooDearHere(c: Context<SiteEnv>, request: CompletionRequest): boolean {
  return isEmbedded(request.model) && isDear(c, completionCost(request.model, request));
}

function clientNamed(c: Context<SiteEnv>): string {
  return clientOf(c.get("site").config, c.req.raw.headers, c.env);
}

async function answer(c: Context<SiteEnv>, request: CompletionRequest, chance: Chance): Promise<Response> {
  const { model: name, max_tokens, echo } = request;
  if (!isEmbedded(name)) throw unknownModel(name);
  const model = askedModel(name);
  const asked = promptsOf(request);
  checkLength(asked.map((prompt) => leastOf(model, prompt)), name, max_tokens, "at least ");
  const prompts = await Promise.all(asked.map((prompt) => readPrompt(model, prompt)));
  checkLength(prompts.map(({ context, added }) => context.length - added), name, max_tokens);
  if (max_tokens === 0 && !echo) {
    throw new OpenAiError(
      400,
      "max_tokens is 0 and echo is false: there is nothing to answer.",
      "max_tokens",
    );
  }
  const fixed = { id: chance.id(), object: "text_completion", created: chance.now(), model: name };
  const seed = request.seed ?? chance.seed();
  const client = () => clientNamed(c);
  const run = (index: number, signal?: AbortSignal) =>
    complete(model, prompts[index]!, request, seed + index, signal);
  if (request.stream) return streamed(c, client, { fixed, count: prompts.length, run });
  return await inTurn(client, async () => c.json(await whole(fixed, prompts, run)));
}

async function readPrompt(model: LanguageModel, prompt: string | readonly TokenId[]): Promise<ReadPrompt> {
  if (typeof prompt !== "string") {
    const bad = prompt.find((id) => id >= model.vocabulary.size);
    if (bad === undefined) return { context: prompt, added: 0 };
    throw new OpenAiError(
      400,
      `Token ${bad} is not in the vocabulary of ${model.vocabulary.size}.`,
      "prompt",
    );
  }
  const begin = model.beginToken === null ? [] : [model.beginToken];
  return { context: [...begin, ...await model.encode(prompt)], added: begin.length };
}

/** Tokens of a prompt, at least: a text's are not counted before it is known to be short. */
function leastOf(model: LanguageModel, prompt: string | readonly TokenId[]): number {
  return typeof prompt === "string" ? leastTokens(prompt, model.vocabulary) : prompt.length;
}

function checkLength(lengths: readonly number[], name: EmbeddedName, maxTokens: number, how = ""): void {
  const most = mostScored(name);
  const tokens = lengths.reduce((sum, length) => sum + length + maxTokens, 0);
  if (tokens <= most) return;
  const message =
    `A request holds at most ${most} tokens, prompt and max_tokens together: this one has ${how}${tokens}.`;
  throw new OpenAiError(400, message, "prompt", "context_length_exceeded");
}

type Run = (index: number, signal?: AbortSignal) => AsyncGenerator<CompletionPiece, CompletionEnd>;

async function whole(fixed: object, prompts: readonly ReadPrompt[], run: Run) {
  const choices = [];
  let generated = 0;
  for (const index of prompts.keys()) {
    const { choice, end } = await wholeChoice(index, run);
    choices.push(choice);
    generated += end.generated;
  }
  const read = prompts.reduce((sum, { context }) => sum + context.length, 0);
  const usage = { prompt_tokens: read, completion_tokens: generated, total_tokens: read + generated };
  return { ...fixed, choices, usage };
}

async function wholeChoice(index: number, run: Run) {
  const pieces = run(index);
  let text = "";
  const parts: CompletionLogprobs[] = [];
  for (let next = await pieces.next();; next = await pieces.next()) {
    if (next.done) {
      const logprobs = joinLogprobs(parts);
      return { choice: { text, index, logprobs, finish_reason: next.value.reason }, end: next.value };
    }
    text += next.value.text;
    if (next.value.logprobs) parts.push(next.value.logprobs);
  }
}

function joinLogprobs(parts: readonly CompletionLogprobs[]): CompletionLogprobs | null {
  const [first] = parts;
  if (first === undefined) return null;
  const names = Object.keys(first) as (keyof CompletionLogprobs)[];
  return Object.fromEntries(
    names.map((name) => [name, parts.flatMap((part) => part[name] as unknown[])]),
  ) as unknown as CompletionLogprobs;
}

interface Streamed {
  readonly fixed: object;
  readonly count: number;
  readonly run: Run;
}

/** Server-sent events, one a piece, then `[DONE]`; a client that goes away ends the work. */
function streamed(c: Context<SiteEnv>, client: () => string, { fixed, count, run }: Streamed): Response {
  c.header("content-type", "text/event-stream; charset=utf-8");
  return stream(c, async (output) => {
    const gone = new AbortController();
    output.onAbort(() => gone.abort());
    // Who reads slowly holds the answer, which is short, not the turn.
    let sent: Promise<unknown> = Promise.resolve();
    const send = (data: unknown) => void (sent = output.write(`data: ${JSON.stringify(data)}\n\n`));
    try {
      await inTurn(client, async () => {
        for (let index = 0; index < count; index++) {
          await sendChoice(index, run(index, gone.signal), fixed, send);
        }
      });
      await output.write("data: [DONE]\n\n");
    } catch (error) {
      if (gone.signal.aborted) return;
      send(await openAiFailure(c, error).json());
      await sent;
    }
  });
}

async function sendChoice(
  index: number,
  pieces: AsyncGenerator<CompletionPiece, CompletionEnd>,
  fixed: object,
  send: (data: unknown) => void,
): Promise<void> {
  for (let next = await pieces.next();; next = await pieces.next()) {
    if (next.done) {
      const last = { text: "", index, logprobs: null, finish_reason: next.value.reason };
      return send({ ...fixed, choices: [last] });
    }
    const { text, logprobs } = next.value;
    if (text !== "" || logprobs) {
      send({ ...fixed, choices: [{ text, index, logprobs, finish_reason: null }] });
    }
  }
}
