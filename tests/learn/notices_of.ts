import { type FieldTable, parseFields } from "@/lib/experiment/codec.ts";
import { CONTEXT_FIELDS } from "@/lib/experiment/fields/context_fields.ts";
import { KV_CACHE_FIELDS } from "@/lib/experiment/fields/kv_cache_query.ts";
import { LOOP_FIELDS } from "@/lib/experiment/fields/loop_fields.ts";
import { LOSS_FIELDS } from "@/lib/experiment/fields/loss_fields.ts";
import { NGRAM_FIELDS } from "@/lib/experiment/fields/ngram_fields.ts";
import { parsePredictorQuery } from "@/lib/experiment/fields/predictor_fields.ts";
import { SOFTMAX_FIELDS } from "@/lib/experiment/fields/softmax_fields.ts";
import { TRAIN_FIELDS } from "@/lib/labs/train/train_fields.ts";

const TABLES: Readonly<Record<string, unknown>> = {
  "/softmax": SOFTMAX_FIELDS,
  "/ngram": NGRAM_FIELDS,
  "/loss": LOSS_FIELDS,
  "/table": LOOP_FIELDS,
  "/kv-cache": KV_CACHE_FIELDS,
  "/context": CONTEXT_FIELDS,
  "/train": TRAIN_FIELDS,
};

/**
 * What an instrument could not use of an address.
 *
 * @throws {Error} If the address is that of no instrument.
 */
export function noticesOf(href: string): readonly unknown[] {
  const { pathname, searchParams } = new URL(href, "http://localhost");
  if (pathname === "/") return parsePredictorQuery(searchParams).notices;
  const table = TABLES[pathname];
  if (table === undefined) throw new Error(`${pathname} is no instrument`);
  return parseFields(table as FieldTable<object>, searchParams).notices.filter(({ name }) =>
    !(pathname === "/train" && name === "run")
  );
}
