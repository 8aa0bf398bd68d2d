import type { z } from "zod";
import type { FieldError } from "@/lib/server/problem.ts";

/** The most errors that an answer lists: a long row of wrong numbers is wrong once. */
const MOST_ERRORS = 20;

/** What a schema found wrong, each with a JSON pointer (RFC 6901) to its field. */
export function fieldErrors(error: z.ZodError): FieldError[] {
  return error.issues.flatMap((issue) => {
    if (issue.code !== "unrecognized_keys") {
      return [{ pointer: pointerOf(issue.path), detail: issue.message }];
    }
    return issue.keys.map((key) => ({
      pointer: pointerOf([...issue.path, key]),
      detail: "Is not a field of this request",
    }));
  }).slice(0, MOST_ERRORS);
}

/** The JSON pointer of a path into a document; "" for the document itself. */
export function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
