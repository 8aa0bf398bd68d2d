import { useSignal } from "@preact/signals";
import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import { LookupToken } from "@/lib/ui/predictor/lookup_token.tsx";

/** Any token of the vocabulary, or any word, by text or id. */
export default function LookupPart({ lab, size }: { readonly lab: PredictorLab; readonly size: number }) {
  const asked = useSignal("");
  const found = lab.state.lookedUp.value;
  const results = asked.value === "" ? [] : found?.found ?? [];
  return (
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
  );
}
