/**
 * What can be copied from the predictor, as text.
 *
 * @module
 */
import { pythonCode } from "@/lib/labs/predictor/copy/python_code.ts";
import { tableCsv, tableJson } from "@/lib/labs/predictor/copy/table_text.ts";
import { typescriptCode } from "@/lib/labs/predictor/copy/typescript_code.ts";
import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";

/** A form in which something can be copied. */
export type CopyKind = "link" | "csv" | "json" | "python" | "typescript";

/** One entry of the menu. */
export interface CopyChoice {
  readonly kind: CopyKind;
  readonly label: string;
}

const LINK: CopyChoice = { kind: "link", label: "Link to this experiment" };
const TABLE: readonly CopyChoice[] = [
  { kind: "csv", label: "Table as CSV" },
  { kind: "json", label: "Table as JSON" },
];
const CODE: readonly CopyChoice[] = [
  { kind: "python", label: "Python (transformers + NumPy)" },
  { kind: "typescript", label: "TypeScript (transformers.js)" },
];

/** What can be copied now: code only where a hub model answers, for no library runs the site's own ones. */
export function copyItems({ state, views }: PredictorLab): CopyChoice[] {
  const backend = state.prediction.value?.model.backend;
  const isHubModel = backend === "wasm" || backend === "webgpu";
  return [LINK, ...(views.distribution.value ? TABLE : []), ...(isHubModel ? CODE : [])];
}

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
