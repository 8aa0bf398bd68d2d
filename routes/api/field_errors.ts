import type { z } from "zod";
import type { FieldError } from "@/lib/server/problem.ts";
import { issueSentence } from "@/routes/api/issue_sentence.ts";

/** The most errors that an answer lists: a long row of wrong numbers is wrong once. */
const MAX_ERRORS = 20;

/** What a schema found wrong, each field once, with a JSON pointer (RFC 6901) to it. */
export function fieldErrors(error: z.ZodError): FieldError[] {
  const errors = new Map<string, FieldError>();
  for (const each of allErrors(error)) if (!errors.has(each.pointer)) errors.set(each.pointer, each);
  return [...errors.values()].slice(0, MAX_ERRORS);
}

function allErrors(error: z.ZodError): FieldError[] {
  const strangers = strangersBy(error);
  return error.issues.flatMap((issue) => {
    if (issue.code !== "unrecognized_keys") {
      const beside = strangers.get(pointerOf(issue.path.slice(0, -1))) ?? [];
      return [{ pointer: pointerOf(issue.path), detail: issueSentence(issue, beside) }];
    }
    return issue.keys.map((key) => ({
      pointer: pointerOf([...issue.path, key]),
      detail: `${key} is not a field of this request`,
    }));
  });
}

/** The fields that a request does not have, by the pointer of the object that they stand in. */
function strangersBy({ issues }: z.ZodError): ReadonlyMap<string, readonly string[]> {
  return new Map(
    issues.flatMap((issue) =>
      issue.code === "unrecognized_keys" ? [[pointerOf(issue.path), issue.keys] as const] : []
    ),
  );
}

/** The JSON pointer of a path into a document; "" for the document itself. */
export function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
