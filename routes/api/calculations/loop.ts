import { z } from "zod";
import { LOOP_FIELDS } from "@/lib/experiment/fields/loop_fields.ts";
import { choiceSchema, numberSchema } from "@/routes/api/calculations/schema_of.ts";
import {
  MAX_START_LENGTH,
  MAX_TABLE_CELLS,
  MAX_TABLE_ROWS,
} from "@/lib/experiment/fields/calculation_limits.ts";
import { loop } from "@/lib/lm/generation/loop.ts";
import { checkTable, type TableModel, tableModel } from "@/lib/lm/generation/table_model.ts";
import { wordRecord } from "@/routes/api/reserved_names.ts";
import { writtenKeys } from "@/routes/api/word_order.ts";
import { endpoint } from "@/routes/api/endpoint.ts";
import { probability, seed, tokenText } from "@/routes/api/calculations/fields.ts";

const context = z.string().max(MAX_START_LENGTH);
const row = z.record(tokenText, probability);

const table = wordRecord(context, wordRecord(tokenText, probability))
  .describe("A distribution of the next token for each text so far, spelled exactly; each sums to 1");

const request = z.strictObject({
  table,
  start: context.describe("The text to begin with"),
  max_steps: numberSchema(LOOP_FIELDS.max_steps).describe("The most tokens, the end token counted"),
  end: tokenText.min(1).default("</s>").describe("The token that ends the text and is not part of it"),
  pick: choiceSchema(LOOP_FIELDS.pick).default("greedy")
    .describe("greedy: the likeliest, the first of equals; sample: draw i of default_rng(seed) for step i"),
  seed: seed.default(0),
}).superRefine(({ table }, issues) => {
  for (const { path, message } of tableFaults(table)) issues.addIssue({ code: "custom", path, message });
});

const response = z.object({
  steps: z.array(z.object({ context: z.string(), distribution: row, token: z.string(), probability })),
  text: z.string().describe("The start and the tokens, without the end token"),
  stopped_by: z.enum(["end", "limit", "unknown_context"]),
});

/** `POST /api/v1/loop`. */
export const loopEndpoint = endpoint({
  name: "loop",
  summary: "The autoregressive loop over a hand-written table",
  description:
    "Looks the text up, picks a token, appends it, and looks the longer text up, until the end token, the " +
    "limit, or a text that the table does not hold. A token is appended with a space before it where words have one, " +
    "without one before punctuation, and as the table's own contexts are spelled where they decide it. Rows are read " +
    "in the order in which they are written, numbers too: the first of equals is picked, and a draw goes through a row " +
    "in its order. In an answer's distribution tokens that are whole numbers come first, ascending.",
  page: "/table",
  request,
  response,
  example: {
    table: {
      "Order shipped from the": { warehouse: 0.85, store: 0.1, hub: 0.05 },
      "Order shipped from the warehouse": { ".": 0.8, and: 0.2 },
      "Order shipped from the warehouse.": { "</s>": 1 },
    },
    start: "Order shipped from the",
    max_steps: 3,
  },
  // Each step answers with its whole row.
  cost({ table, max_steps }) {
    const rows = Object.values(table).map((each) => Object.keys(each).length);
    const cells = rows.reduce((most, each) => Math.max(most, each), 0) + 10;
    return { milliseconds: max_steps * cells * 0.0005, pointer: "/max_steps", advice: "max_steps" };
  },
  calculate({ start, max_steps, end, pick, seed }, _clientOf, { table }) {
    const report = loop(writtenModel(table), { start, maxSteps: max_steps, end, pick, seed });
    const steps = report.steps.map(({ distribution, ...step }) => ({
      ...step,
      distribution: Object.fromEntries(distribution),
    }));
    return { steps, text: report.text, stopped_by: report.stoppedBy };
  },
});

/** The table with each row in the order in which the request wrote it. */
function writtenModel(table: Readonly<Record<string, Readonly<Record<string, number>>>>): TableModel {
  return new Map(
    Object.entries(table).map(([context, row]) => [
      context,
      new Map(writtenKeys(row).map((token) => [token, row[token]!])),
    ]),
  );
}

/** What keeps the table from being a model, with the place in the request. */
function tableFaults(table: Record<string, Record<string, number>>): { path: string[]; message: string }[] {
  const model = tableModel(table);
  if (model.size > MAX_TABLE_ROWS) {
    return [{ path: ["table"], message: `Give at most ${MAX_TABLE_ROWS} contexts` }];
  }
  if (cellCount(model) > MAX_TABLE_CELLS) {
    return [{ path: ["table"], message: `Give at most ${MAX_TABLE_CELLS} probabilities together` }];
  }
  return checkTable(model).map(({ context, token, message }) => ({
    path: token === undefined ? ["table", context] : ["table", context, token],
    message,
  }));
}

function cellCount(model: TableModel): number {
  return model.values().reduce((sum, row) => sum + row.size, 0);
}
