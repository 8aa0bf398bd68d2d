/**
 * `/api/v1/experiments`: stores experiments, reads and deletes them.
 *
 * @module
 */
import type { Context, Hono } from "hono";
import type { z } from "zod";
import type { ExperimentStore, SaveOutcome } from "@/lib/experiment/store/experiment_store.ts";
import { LASTING } from "@/lib/experiment/store/commit_draft.ts";
import { MAX_EXPERIMENT_BYTES } from "@/lib/experiment/store/stored_experiment.ts";
import { storedQuery } from "@/lib/labs/share/stored_query.ts";
import { clientAddress } from "@/lib/server/limits/client_address.ts";
import { originOf } from "@/lib/server/origin.ts";
import type { SiteEnv } from "@/lib/server/site.ts";
import { invalid } from "@/routes/api/endpoint.ts";
import {
  experimentRequest,
  type experimentResponse,
  type storedResponse,
} from "@/routes/api/experiments/schemas.ts";
import { allowedHeaders, type RequestLimiter } from "@/routes/api/rate_limit.ts";
import { readJson } from "@/routes/api/read_json.ts";
import { failure, RequestProblem } from "@/routes/api/request_problem.ts";
import { BASE } from "@/routes/api/response_headers.ts";

const DAY = 86_400_000;
/** Bytes of a body that are read: what is wrong with one that is somewhat too large is said too. */
const MAX_READ = 4 * MAX_EXPERIMENT_BYTES;

const RETRY_AFTER_SECONDS = 2;
/** A site gets a store by being started again; the share panel tells people of 90 seconds and more, who need not wait. */
const RESTART_SECONDS = 60;
const PRIVATE = { "cache-control": "no-store" };

type Answer = (c: Context<SiteEnv>, store: ExperimentStore) => Promise<Response>;

/** Mounts the operations; `take` counts each request of a client. */
export function mountExperiments(app: Hono<SiteEnv>, take: RequestLimiter): void {
  app.post(`${BASE}/experiments`, guarded(take, save));
  app.get(`${BASE}/experiments/:id`, guarded(take, read));
  app.delete(`${BASE}/experiments/:id`, guarded(take, remove));
}

function guarded(take: RequestLimiter, answer: Answer): (c: Context<SiteEnv>) => Promise<Response> {
  return async (c) => {
    try {
      const rate = take(c.req.raw.headers, c.env);
      const headers = rate ? allowedHeaders(rate) : {};
      const { store } = c.var.site;
      if (store === null) throw noStore();
      const response = await answer(c, store);
      for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
      return response;
    } catch (error) {
      return failure(c, error);
    }
  };
}

async function save(c: Context<SiteEnv>, store: ExperimentStore): Promise<Response> {
  const parsed = experimentRequest.safeParse(await readJson(c, MAX_READ));
  if (!parsed.success) throw invalid(parsed.error);
  const { page, query, title, note, expires_in_days: days, results } = parsed.data;
  // Two years at most; without a wish two years that opening it puts off.
  const expiresAt = days === undefined ? null : Math.min(Date.now() + days * DAY, Date.now() + LASTING);
  const content = {
    page,
    query: storedQuery(query),
    title: title || null,
    note: note || null,
    results: results ?? null,
  };
  const outcome = await store.save(content, { client: clientOf(c), expiresAt });
  if (outcome.kind !== "stored") throw refusal(outcome);
  const answer: z.input<typeof storedResponse> = {
    id: outcome.id,
    url: urlOf(c, outcome.id),
    delete_token: outcome.deleteToken,
    expires_at: isoTime(outcome.expiresAt),
  };
  return c.json(answer, 201, { ...PRIVATE, location: `${BASE}/experiments/${outcome.id}` });
}

async function read(c: Context<SiteEnv>, store: ExperimentStore): Promise<Response> {
  const id = c.req.param("id")!;
  const outcome = await store.read(id);
  if (outcome.kind === "expired") throw expired(outcome.expiresAt);
  if (outcome.kind === "unknown") throw unknown();
  if (outcome.kind === "damaged") throw damaged();
  if (outcome.kind === "failing") throw failing();
  const { createdAt, expiresAt, page, query, title, note, results } = outcome.experiment;
  const answer: z.input<typeof experimentResponse> = {
    id,
    url: urlOf(c, id),
    page,
    query: query as Record<string, string | string[]>,
    title,
    note,
    results: results && { sources: [...results.sources], figures: [...results.figures] },
    created_at: isoTime(createdAt)!,
    expires_at: isoTime(expiresAt),
  };
  return c.json(answer, 200, PRIVATE);
}

async function remove(c: Context<SiteEnv>, store: ExperimentStore): Promise<Response> {
  const [, token] = /^Bearer +(\S+) *$/i.exec(c.req.header("authorization") ?? "") ?? [];
  if (token === undefined) throw noToken();
  switch (await store.remove(c.req.param("id")!, token)) {
    case "removed":
      return c.body(null, 204, PRIVATE);
    case "wrong_token":
      throw wrongToken();
    case "unknown":
      throw unknown();
    case "busy":
      throw busy();
    case "failing":
      throw failing();
  }
}

function clientOf(c: Context<SiteEnv>): string {
  const remote = c.env?.remoteAddr?.hostname ?? null;
  return clientAddress(remote, c.req.header("x-forwarded-for") ?? null, c.var.site.config.trustedProxy);
}

function urlOf(c: Context<SiteEnv>, id: string): string {
  return `${originOf(c)}/e/${id}`;
}

function isoTime(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}

function refusal(outcome: Exclude<SaveOutcome, { kind: "stored" }>): RequestProblem {
  switch (outcome.kind) {
    case "too_large":
      return new RequestProblem(
        413,
        "Experiment too large",
        `An experiment holds at most ${MAX_EXPERIMENT_BYTES.toLocaleString("en-US")} bytes as JSON, ` +
          "this one more: shorten the text, or leave results out.",
      );
    case "too_many":
      return new RequestProblem(
        429,
        "Too many experiments",
        `A client may store ${outcome.limit} experiments a day (UTC): the long link needs no store.`,
        [],
        outcome.retryAfterSeconds,
      );
    case "full":
      return new RequestProblem(507, "The store is full", "No experiment fits any more: use the long link.");
    case "busy":
      return busy();
    case "failing":
      return failing();
  }
}

function failing(): RequestProblem {
  const detail = "The database takes nothing and gives nothing now: use the long link, and try again later.";
  return new RequestProblem(503, "The store fails", detail, [], RETRY_AFTER_SECONDS);
}

function damaged(): RequestProblem {
  const detail =
    "It was stored by another version of the site, or is damaged: ask its author for the long link.";
  return new RequestProblem(410, "The experiment cannot be read", detail);
}

function busy(): RequestProblem {
  const detail = "More is being stored than the database takes: ask again in two seconds.";
  return new RequestProblem(503, "The store is busy", detail, [], RETRY_AFTER_SECONDS);
}

function noStore(): RequestProblem {
  const detail =
    "This site has no store for experiments: use the long link, which holds the whole experiment.";
  return new RequestProblem(503, "No store", detail, [], RESTART_SECONDS);
}

function unknown(): RequestProblem {
  const detail = "No experiment has this id: it was deleted, or the link is mistyped or cut short.";
  return new RequestProblem(404, "No such experiment", detail);
}

function expired(expiresAt: number): RequestProblem {
  const detail = `Its author let it expire at ${isoTime(expiresAt)}: ask them for another link.`;
  return new RequestProblem(410, "The experiment has expired", detail);
}

function noToken(): RequestProblem {
  const detail = "Send the delete token that was answered to the store, as Authorization: Bearer TOKEN.";
  return new RequestProblem(401, "No delete token", detail);
}

function wrongToken(): RequestProblem {
  return new RequestProblem(403, "Wrong delete token", "This is not the token of this experiment.");
}
