/**
 * What only the predictor knows: the whole vocabulary's distribution, and code for the model that answers.
 *
 * @module
 */
import { decodeText } from "@/lib/lm/decode_bytes.ts";
import { isHubModel } from "@/lib/labs/predictor/model_choice.ts";
import { copyText } from "@/lib/labs/predictor/copy/copy_text.ts";
import type { RowView } from "@/lib/labs/predictor/views/distribution_view.ts";
import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import type { PageTable } from "@/lib/labs/share/page_table.ts";

const COLUMNS = [
  "token",
  "bytes",
  "id",
  "logit",
  "probability",
  "log_probability",
  "rank",
  "shaped_probability",
];

/** The distribution over every token, likeliest first; null where the model said nothing. */
export async function vocabularyTable(lab: PredictorLab): Promise<PageTable | null> {
  await lab.settled();
  const prediction = lab.state.prediction.peek();
  const raw = prediction?.end.raw;
  if (!prediction || !raw) return null;
  const query = { ...lab.state.query.peek(), top: raw.logits.length };
  const distribution = prediction.reading.distribution(prediction, query);
  if (distribution === null) return null;
  const { rows } = prediction.reading.view(distribution, prediction);
  return {
    caption: "Whole vocabulary",
    columns: COLUMNS,
    rows: rows.map(rowCells),
    source: lab.views.sourceName.peek(),
  };
}

/** A program for the hub model that answers; null where the site's own model does, for which there is the API. */
export function modelCode(lab: PredictorLab, language: "python" | "typescript", link: string): string | null {
  const model = lab.state.prediction.peek()?.model;
  return model !== undefined && isHubModel(model) ? copyText(language, lab, link) : null;
}

/** A token can be half a character: its bytes, in hexadecimal, are exact. */
function rowCells(row: RowView): (string | number)[] {
  const bytes = Uint8Array.from(row.token.bytes);
  return [
    decodeText(bytes),
    [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(" "),
    row.id,
    row.logit,
    row.probability,
    row.logProbability,
    row.rank,
    row.shapedProbability,
  ];
}
