import type { ComponentChildren } from "preact";
import type { QueryLab } from "@/lib/labs/query/query_lab.ts";

/** Why a field's value cannot be used, as a sentence in the words of its label; null where it can. */
export function errorSentence<Q extends object>(
  lab: Pick<QueryLab<Q>, "error">,
  name: Extract<keyof Q, string>,
  label: ComponentChildren,
): string | null {
  const reason = lab.error(name);
  return reason === null ? null : `${typeof label === "string" ? label : "This value"} ${reason}.`;
}
