/**
 * What can be copied from the predictor, as text.
 *
 * @module
 */
import type { CopyKind } from "@/lib/labs/predictor/copy/copy_items.ts";
import { pythonCode } from "@/lib/labs/predictor/copy/python_code.ts";
import { tableCsv, tableJson } from "@/lib/labs/predictor/copy/table_text.ts";
import { typescriptCode } from "@/lib/labs/predictor/copy/typescript_code.ts";
import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";

/** The text of one kind. `link` is the address of the experiment; empty where there is nothing of that kind. */
export function copyText(kind: CopyKind, { state, views }: PredictorLab, link: string): string {
  const [view, model] = [views.distribution.peek(), state.prediction.peek()?.model];
  if (kind === "link") return link;
  if (kind === "csv") return view ? tableCsv(view) : "";
  if (kind === "json") return view ? tableJson(view, views.sourceName.peek(), link) : "";
  if (model === undefined) return "";
  const subject = { query: state.query.peek(), model: model.id, endTokens: model.endTokens, link };
  return kind === "python" ? pythonCode(subject) : typescriptCode(subject);
}
