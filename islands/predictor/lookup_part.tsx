import { useSignal } from "@preact/signals";
import { saveFile } from "../share/save_file.ts";
import { rowNpy } from "@/lib/labs/predictor/copy/row_npy.ts";
import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import { formatCount } from "@/lib/ui/format.ts";
import { LookupToken } from "@/lib/ui/predictor/lookup_token.tsx";

/** Any token of the vocabulary, or any word, by text or id. */
export default function LookupPart({ lab, size }: { readonly lab: PredictorLab; readonly size: number }) {
  const asked = useSignal("");
  const found = lab.state.lookedUp.value;
  const results = asked.value === "" ? [] : found?.found ?? [];
  return (
    <>
      <LookupToken
        query={asked.value}
        results={results}
        message={asked.value === "" ? null : found?.reason || null}
        vocabularySize={size}
        onInput={(text) => {
          asked.value = text;
          lab.tokens.lookUp(text);
        }}
      />
      <p class="acts">
        <button type="button" class="link" onClick={() => saveRow(lab)}>
          all {formatCount(size)} logits as a file for NumPy
        </button>
      </p>
    </>
  );
}

/** The raw logits of the whole vocabulary as a file for NumPy; nothing where there are none. */
function saveRow({ state }: PredictorLab): void {
  const raw = state.prediction.peek()?.end.raw;
  if (raw) saveFile("logits.npy", new Blob([rowNpy(raw.logits)]));
}
