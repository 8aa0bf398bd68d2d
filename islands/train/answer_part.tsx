import type { TrainLab } from "@/lib/labs/train/train_lab.ts";
import { contextText } from "@/lib/labs/train/train_state.ts";
import { guessOf, trainSentence } from "@/lib/labs/train/train_sentence.ts";
import { wrongSetting } from "@/lib/labs/train/wrong_setting.ts";
import { tokenLabel } from "@/lib/training/data/corpus_tokenizer.ts";
import { AnswerSentence } from "@/lib/ui/page/answer_sentence.tsx";
import { WithChips } from "@/lib/ui/token/with_chips.tsx";

/** What the page opens with: the question, then what the network says; where a setting cannot be used, which and why. */
export function AnswerPart({ lab }: { readonly lab: TrainLab }) {
  const wrong = wrongSetting(lab.experiment.drafts.value);
  if (wrong !== null) {
    return (
      <AnswerSentence note="Nothing is trained with it: what is gray below is without it.">
        <span class="unread" role="status">{wrong}.</span>
      </AnswerSentence>
    );
  }
  const { run, look, status } = lab.state;
  const facts = run.value?.facts ?? null;
  const guess = look.value && facts &&
    guessOf(look.value, contextText(facts, look.value.context), (id) => tokenLabel(facts.tokenizer, id));
  return (
    <AnswerSentence note="Counts cannot share what they learn; embeddings can. The loss falls to the floor that the text sets.">
      <WithChips text={trainSentence(run.value, status.value, guess)} />
    </AnswerSentence>
  );
}

/** Says that what is shown is of other settings, and what to press. */
export function StalePart({ lab }: { readonly lab: TrainLab }) {
  // What cannot be used is said above.
  if (!lab.views.stale.value || !lab.experiment.isCurrent.value) return null;
  return (
    <p class="stale-note" role="status">
      You changed the settings: what is gray below is the run before. Press Train for the new ones.
    </p>
  );
}
