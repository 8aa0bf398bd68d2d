import { lastLoss, type LookRecord, type RunRecord, stepsMade } from "@/lib/labs/train/run_record.ts";
import type { TrainStatus } from "@/lib/labs/train/train_state.ts";

const SHARE = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });
const NATS = new Intl.NumberFormat("en-US", { minimumFractionDigits: 3, maximumFractionDigits: 3 });

/** What the network says of a context, as chips of a sentence have it. */
export interface Guess {
  readonly context: string;
  readonly token: string;
  readonly probability: number;
}

/** The page's answer in one sentence: what the network says next, and how far it has learned. */
export function trainSentence(run: RunRecord | null, status: TrainStatus, guess: Guess | null): string {
  if (run === null) return "A network that has read nothing yet: train it, and watch it learn the text.";
  const made = stepsMade(run);
  const says = guess &&
    `after ⟦${guess.context}⟧ it says ⟦${guess.token}⟧, ${shareOf(guess.probability)}`;
  if (status === "diverged") return "The loss diverged: the steps were too large to learn anything.";
  if (made === 0) {
    return `The network has read nothing yet: ${says ?? "it guesses"}. What will it say once it is trained?`;
  }
  const loss = NATS.format(lastLoss(run));
  if (status === "running") return `Step ${made} of ${run.settings.steps}: ${says ?? `the loss is ${loss}`}.`;
  return `Its loss is ${loss} nats, the text's floor ${NATS.format(run.facts.floorNats)}${
    says ? `; ${says}` : ""
  }.`;
}

/** Only what is certain is 100 %; a line does not end between the number and its unit. */
function shareOf(probability: number): string {
  const text = SHARE.format(probability * 100);
  return `${text === "100" && probability < 1 ? "over 99.9" : text}\u00a0%`;
}

/** The likeliest token of what is looked at. */
export function guessOf(look: LookRecord, context: string, labelOf: (id: number) => string): Guess | null {
  const { logits } = look;
  if (logits.length === 0 || !logits.every(Number.isFinite)) return null;
  const top = logits.reduce((best, z, id) => z > logits[best]! ? id : best, 0);
  const sum = logits.reduce((total, z) => total + Math.exp(z - logits[top]!), 0);
  return { context, token: labelOf(top), probability: 1 / sum };
}
