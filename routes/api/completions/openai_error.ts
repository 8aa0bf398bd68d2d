/**
 * Errors in the shape that OpenAI's clients read.
 *
 * @module
 */
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { ZodError } from "zod";
import { fieldErrors } from "@/routes/api/field_errors.ts";
import { RequestProblem } from "@/routes/api/request_problem.ts";

/** A request that cannot be answered, in OpenAI's words. */
export class OpenAiError extends Error {
  override readonly name = "OpenAiError";

  /**
   * @param param The field that is wrong; null for the request as a whole.
   * @param code A short name for programs.
   */
  constructor(
    readonly status: ContentfulStatusCode,
    message: string,
    readonly param: string | null = null,
    readonly code: string | null = null,
  ) {
    super(message);
  }
}

const TYPES: Readonly<Record<number, string>> = { 429: "rate_limit_exceeded", 503: "server_error" };

/**
 * Answers with the error of a failure.
 *
 * @throws What is no error of the request: the site's own error handler answers it.
 */
export function openAiFailure(c: Context, error: unknown): Response {
  const { status, message, param, code, retryAfter } = describe(error);
  const type = TYPES[status] ?? "invalid_request_error";
  const response = c.json({ error: { message, type, param, code } }, status, { "cache-control": "no-store" });
  if (retryAfter !== null) response.headers.set("retry-after", `${retryAfter}`);
  return response;
}

function describe(error: unknown) {
  if (error instanceof OpenAiError) return { ...pick(error), retryAfter: null };
  if (error instanceof RequestProblem) {
    const { status, detail, errors, retryAfter } = error;
    const param = errors[0]?.pointer.slice(1) || null;
    return { status, message: detail, param, code: null, retryAfter };
  }
  if (error instanceof RangeError) {
    return { status: 400 as const, message: error.message, param: null, code: null, retryAfter: null };
  }
  throw error;
}

function pick({ status, message, param, code }: OpenAiError) {
  return { status, message, param, code };
}

/** The error of a body that breaks the schema: its first field. */
export function invalidRequest(error: ZodError): OpenAiError {
  const [first] = fieldErrors(error);
  const param = first?.pointer.slice(1).replaceAll("/", ".") || null;
  const message = first
    ? `${param ?? "The request"}: ${first.detail}`
    : "The request does not fit the schema.";
  return new OpenAiError(400, message, param, "invalid_value");
}
