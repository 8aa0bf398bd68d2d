/**
 * The query of /table: the fields of the API's `loop`.
 *
 * @module
 */
import {
  MAX_START_LENGTH,
  MAX_STEPS,
  MAX_TABLE_CELLS,
  MAX_TABLE_ROWS,
  MAX_TOKEN_LENGTH,
} from "@/lib/experiment/fields/calculation_limits.ts";
import type { FieldTable } from "@/lib/experiment/codec.ts";
import { choiceField, integerField, switchField } from "@/lib/experiment/fields/field.ts";
import { tableField } from "@/lib/experiment/fields/table_field.ts";
import { limited, textField } from "@/lib/experiment/fields/text_fields.ts";
import type { PickMode } from "@/lib/lm/sampler/pick_mode.ts";
import { type TableModel, tableModel } from "@/lib/lm/generation/table_model.ts";

/** What /table runs. */
export interface LoopQuery {
  readonly table: TableModel;
  readonly start: string;
  readonly max_steps: number;
  /** The token that ends the text. */
  readonly end: string;
  readonly pick: PickMode;
  /** NumPy's `default_rng(seed)`; step i uses draw i. */
  readonly seed: number;
  /** Whether the loop has run; a page that opens without a query has not. */
  readonly run: boolean;
}

const TABLE = tableModel({
  "Order shipped from the": { warehouse: 0.85, store: 0.1, hub: 0.05 },
  "Order shipped from the warehouse": { ".": 0.8, and: 0.2 },
  "Order shipped from the warehouse.": { "</s>": 1 },
});

const PICKS: readonly PickMode[] = ["greedy", "sample"];

/** One row per field. */
export const LOOP_FIELDS = {
  table: tableField(TABLE, { mostRows: MAX_TABLE_ROWS, mostCells: MAX_TABLE_CELLS }),
  start: limited(textField("Order shipped from the"), MAX_START_LENGTH),
  max_steps: integerField(3, 0, MAX_STEPS),
  end: { ...limited(textField("</s>"), MAX_TOKEN_LENGTH), acceptsEmpty: false },
  pick: choiceField("greedy", PICKS),
  seed: integerField(0, 0, Number.MAX_SAFE_INTEGER),
  run: switchField(false),
} satisfies FieldTable<LoopQuery>;
