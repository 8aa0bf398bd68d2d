import { type FieldTable, parseFields } from "@/lib/experiment/codec.ts";
import type { Draft } from "@/lib/labs/experiment/drafts.ts";
import type { OpenedQuery } from "@/lib/labs/experiment/experiment.ts";

/** Reads an address: a value that cannot be used stays in its field, with the reason beside it. Total. */
export function openFields<Q extends object>(
  fields: FieldTable<Q>,
  params: URLSearchParams,
): OpenedQuery<Q> {
  const { query, notices } = parseFields(fields, params);
  const drafts: Record<string, Draft> = {};
  for (const { name, reason } of notices) {
    const given = params.getAll(name);
    if (name in fields && given.length === 1) drafts[name] = { text: given[0]!, error: reason };
  }
  return { query, drafts, notices };
}
