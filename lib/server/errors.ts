/**
 * What a failed request is answered: a page for people, a problem document for programs.
 *
 * @module
 */
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { type Problem, problem } from "@/lib/server/problem.ts";
import type { SiteEnv } from "@/lib/server/site.ts";

/** What is said of a failure. */
export interface Failure {
  readonly status: ContentfulStatusCode;
  readonly title: string;
  /** What happened and what to do. */
  readonly detail: string;
}

/** Renders a failure as a page. */
export type FailurePage = (c: Context<SiteEnv>, failure: Failure) => Response;

const NOT_FOUND: Failure = {
  status: 404,
  title: "Nothing is at this address",
  detail:
    "The link may be mistyped or cut short. The text of a linked experiment stands after a question mark: " +
    "where that part is still there, put it behind the predictor's address.",
};

const INTERNAL: Failure = {
  status: 500,
  title: "The server failed",
  detail:
    "This is a fault of the site, not of your input. What you typed is still in the address and in your " +
    "browser: reload to try again.",
};

const METHOD_NOT_ALLOWED: Failure = {
  status: 405,
  title: "Method not allowed",
  detail: "This address exists but does not take this method. The Allow header lists what it takes.",
};

const BUSY: Failure = {
  status: 503,
  title: "The server is busy",
  detail:
    "Many pages are being computed already. What you asked is still in the address: load it again in a few seconds.",
};

/** The error handlers of the site. */
interface ErrorHandlers {
  notFound(c: Context<SiteEnv>): Response;
  /** Answers where too many requests wait already. */
  busy(c: Context<SiteEnv>): Response;
  onError(error: Error, c: Context<SiteEnv>): Response;
  onMethodNotAllowed(c: Context, methods: string[]): Response;
}

/** Error handlers that answer programs in JSON and people with `page`. */
export function errorHandlers(page: FailurePage, newId: () => string = randomId): ErrorHandlers {
  const answer = (c: Context<SiteEnv>, failure: Failure) =>
    isForPrograms(c) ? problem(c, problemOf(failure)) : pageOrText(page, c, failure);
  return {
    notFound: (c) => answer(c, NOT_FOUND),
    busy: (c) => answer(c, BUSY),
    onMethodNotAllowed(c, methods) {
      const response = answer(c, METHOD_NOT_ALLOWED);
      response.headers.set("allow", methods.join(", "));
      return response;
    },
    onError(error, c) {
      if (error instanceof HTTPException && error.res) return error.getResponse();
      const failure = error instanceof HTTPException ? described(error) : INTERNAL;
      if (failure.status < 500) return answer(c, failure);
      const id = newId();
      c.set("failure", id);
      return answer(c, {
        ...failure,
        detail: `${failure.detail} If it happens again, report the number ${id}.`,
      });
    },
  };
}

/** No browser shows a page for what was not asked as one. */
function isForPrograms(c: Context): boolean {
  if (c.req.method !== "GET" && c.req.method !== "HEAD") return true;
  const accepted = c.req.header("accept") ?? "";
  const asksForJson = accepted.includes("json") && !accepted.includes("html");
  return asksForJson || /^\/(api|v1)\//.test(new URL(c.req.url).pathname);
}

function problemOf({ status, title, detail }: Failure): Problem {
  return { status, title, detail };
}

/** Eight digits: enough to find one line among those of a day. */
function randomId(): string {
  return crypto.randomUUID().slice(0, 8);
}

/** Where the page itself is what fails, its words still arrive. */
function pageOrText(page: FailurePage, c: Context<SiteEnv>, failure: Failure): Response {
  try {
    return page(c, failure);
  } catch {
    return c.text(`${failure.title}\n\n${failure.detail}\n`, failure.status);
  }
}

function described(error: HTTPException): Failure {
  if (error.status === 404) return NOT_FOUND;
  if (error.status >= 500) return { ...INTERNAL, status: error.status as ContentfulStatusCode };
  const status = error.status as ContentfulStatusCode;
  return { status, title: "The request cannot be answered", detail: error.message };
}
