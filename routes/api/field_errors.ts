import type { z } from "zod";
import type { FieldError } from "@/lib/server/problem.ts";

/** The most errors that an answer lists: a long row of wrong numbers is wrong once. */
const MOST_ERRORS = 20;

/** What a schema found wrong, each field once, with a JSON pointer (RFC 6901) to it. */
export function fieldErrors(error: z.ZodError): FieldError[] {
  const errors = new Map<string, FieldError>();
  for (const each of allErrors(error)) if (!errors.has(each.pointer)) errors.set(each.pointer, each);
  return [...errors.values()].slice(0, MOST_ERRORS);
}

function allErrors(error: z.ZodError): FieldError[] {
  return error.issues.flatMap((issue) => {
    if (issue.code !== "unrecognized_keys") {
      return [{ pointer: pointerOf(issue.path), detail: issue.message }];
    }
    return issue.keys.map((key) => ({
      pointer: pointerOf([...issue.path, key]),
      detail: "Is not a field of this request",
    }));
  });
}

/** The JSON pointer of a path into a document; "" for the document itself. */
export function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
