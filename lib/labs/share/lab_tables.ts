/**
 * The query table of every page whose state can be stored. For the server: it brings all labs' tables.
 *
 * @module
 */
import type { FieldTable } from "@/lib/experiment/codec.ts";
import { COMPARE_FIELDS } from "@/lib/experiment/fields/compare_fields.ts";
import { CONTEXT_FIELDS } from "@/lib/experiment/fields/context_fields.ts";
import { switchField } from "@/lib/experiment/fields/field.ts";
import { KV_CACHE_FIELDS } from "@/lib/experiment/fields/kv_cache_query.ts";
import { LADDER_FIELDS } from "@/lib/experiment/fields/ladder_fields.ts";
import { LOOP_FIELDS } from "@/lib/experiment/fields/loop_fields.ts";
import { LOSS_FIELDS } from "@/lib/experiment/fields/loss_fields.ts";
import { NGRAM_FIELDS } from "@/lib/experiment/fields/ngram_fields.ts";
import { OBJECTIVES_FIELDS } from "@/lib/experiment/fields/objectives_fields.ts";
import { PREDICTOR_FIELDS } from "@/lib/experiment/fields/predictor_fields.ts";
import { SCORE_FIELDS } from "@/lib/experiment/fields/score_fields.ts";
import { SOFTMAX_FIELDS } from "@/lib/experiment/fields/softmax_fields.ts";
import { TRAIN_FIELDS } from "@/lib/labs/train/train_fields.ts";

/** Tables by the path of their page. */
export const LAB_TABLES = {
  "/": PREDICTOR_FIELDS,
  "/softmax": SOFTMAX_FIELDS,
  "/ngram": NGRAM_FIELDS,
  "/loss": LOSS_FIELDS,
  "/table": LOOP_FIELDS,
  "/kv-cache": KV_CACHE_FIELDS,
  "/context": CONTEXT_FIELDS,
  "/score": SCORE_FIELDS,
  "/compare": COMPARE_FIELDS,
  "/objectives": OBJECTIVES_FIELDS,
  "/ladder": LADDER_FIELDS,
  "/train": { ...TRAIN_FIELDS, run: switchField(false) },
} as const satisfies Readonly<Record<string, FieldTable<object>>>;

/** Path of a page whose state can be stored. */
export type LabPath = keyof typeof LAB_TABLES;

/** The paths, in the order of the navigation. */
export const LAB_PATHS = Object.keys(LAB_TABLES) as LabPath[];
