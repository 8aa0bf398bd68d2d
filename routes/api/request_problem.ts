import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { type FieldError, problem } from "@/lib/server/problem.ts";

/** A request that cannot be answered: becomes a problem document with this status. */
export class RequestProblem extends Error {
  override readonly name = "RequestProblem";

  /**
   * @param detail What happened and what to do.
   * @param errors The fields that are wrong.
   * @param retryAfter Seconds after which it is worth asking again, for 429 and 503.
   */
  constructor(
    readonly status: ContentfulStatusCode,
    readonly title: string,
    readonly detail: string,
    readonly errors: readonly FieldError[] = [],
    readonly retryAfter: number | null = null,
  ) {
    super(detail);
  }
}

/**
 * Answers with the problem document of a failure.
 *
 * @throws What is no problem of the request: the site's own error handler answers it.
 */
export function failure(c: Context, error: unknown): Response {
  if (!(error instanceof RequestProblem)) throw error;
  const { status, title, detail, errors, retryAfter } = error;
  const response = problem(c, { status, title, detail, errors });
  if (retryAfter !== null) response.headers.set("retry-after", `${retryAfter}`);
  return response;
}
