import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { FieldError } from "@/lib/server/problem.ts";

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
