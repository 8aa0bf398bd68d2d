import { saveFile } from "../share/save_file.ts";
import { rowNpy } from "@/lib/labs/predictor/copy/row_npy.ts";
import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";

/** Hands the visitor the raw logits of the whole vocabulary as a file for NumPy; nothing where there are none. */
export function saveRow({ state }: PredictorLab): void {
  const raw = state.prediction.peek()?.end.raw;
  if (raw) saveFile("logits.npy", new Blob([rowNpy(raw.logits)]));
}
