import type { z } from "zod";

type Issue = z.core.$ZodIssue;

const KINDS: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
  int: "a whole number",
  nan: "not a number",
  null: "null",
  number: "a number",
  object: "an object",
  record: "an object",
  string: "text",
};

/** What the library says where no schema has words of its own. */
const OWN = /^(Invalid|Too (big|small)|Unrecognized)/;

/**
 * What is wrong with a field, in the site's words.
 *
 * @param strangers Fields beside it that the request does not have: a missing one may be there under another name.
 */
export function issueSentence(issue: Issue, strangers: readonly string[]): string {
  const name = nameOf(issue.path);
  if (isMissing(issue)) {
    return `${name} is required${strangers.length > 0 ? `; you sent ${strangers.join(", ")}` : ""}`;
  }
  if (!OWN.test(issue.message)) return issue.message;
  switch (issue.code) {
    case "invalid_type":
      return `${name} is ${kind(issue.expected)}; you sent ${kind(receivedIn(issue.message))}`;
    case "invalid_value":
      return `${name} is ${issue.values.length > 1 ? "one of " : ""}${issue.values.map(String).join(", ")}`;
    case "too_big":
      return `${name} ${boundOf(issue.origin, "at most", issue.maximum, issue.inclusive)}`;
    case "too_small":
      return `${name} ${boundOf(issue.origin, "at least", issue.minimum, issue.inclusive)}`;
    case "invalid_union":
      return `${name} fits none of its forms: see the schema`;
    default:
      return issue.message;
  }
}

/** Whether a field is wrong because it is not there. */
function isMissing({ code, message }: Issue): boolean {
  return code === "invalid_type" && message.endsWith("received undefined");
}

function nameOf(path: readonly PropertyKey[]): string {
  const name = path.reduce<string>(
    (before, key) =>
      typeof key === "number" ? `${before}[${key}]` : before ? `${before}.${String(key)}` : String(key),
    "",
  );
  return name || "The body";
}

function kind(name: string): string {
  return KINDS[name] ?? name;
}

function receivedIn(message: string): string {
  return /received (\w+)/.exec(message)?.[1]?.toLowerCase() ?? "something else";
}

function boundOf(origin: string, side: string, value: number | bigint, inclusive = true): string {
  const figure = value.toLocaleString("en-US");
  if (origin === "string") return `has ${side} ${figure} characters`;
  if (origin === "array" || origin === "set" || origin === "map") return `has ${side} ${figure} entries`;
  return inclusive ? `is ${side} ${figure}` : `is ${side === "at most" ? "below" : "above"} ${figure}`;
}
