import type { NgramLab } from "@/lib/labs/ngram/ngram_lab.ts";

const STAGES = {
  reading: "Reading the corpus",
  counting: "Counting",
  measuring: "Measuring held-out sentences",
};

/** What is under way, how far it is, and a way to stop it. */
export function Progress({ lab }: { readonly lab: NgramLab }) {
  const progress = lab.progress.value;
  return (
    <div class="counting-progress">
      {progress && (
        <div>
          <span role="status">{STAGES[progress.stage]}</span>
          <progress max={1} value={progress.done} aria-label={STAGES[progress.stage]} />
          <button type="button" onClick={lab.stop}>Stop</button>
        </div>
      )}
    </div>
  );
}
