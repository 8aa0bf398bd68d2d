/**
 * Errors for programs (RFC 9457).
 *
 * @module
 */
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";

/** A field that is wrong: a JSON pointer to it, and why. */
export interface FieldError {
  readonly pointer: string;
  readonly detail: string;
}

/** A problem document. */
export interface Problem {
  readonly status: ContentfulStatusCode;
  readonly title: string;
  /** What happened and what to do about it. */
  readonly detail: string;
  readonly errors?: readonly FieldError[];
}

/** Answers with a problem document, `application/problem+json`. */
export function problem(c: Context, { errors = [], ...rest }: Problem): Response {
  return c.body(JSON.stringify({ ...rest, errors }), rest.status, {
    "content-type": "application/problem+json",
    "cache-control": "no-store",
  });
}
