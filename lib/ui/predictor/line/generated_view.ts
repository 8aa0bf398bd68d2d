import type { StopReason } from "@/lib/lm/generation/generation.ts";
import type { TokenView } from "@/lib/ui/token/pieces.ts";

/** A generated token as the list shows it. */
export interface GeneratedView extends TokenView {
  /** Under the model's own distribution. */
  readonly probability: number;
  /** After the sampler. */
  readonly shapedProbability: number;
  readonly rank: number;
  /** Whether it was given by the address or chosen by the visitor rather than picked. */
  readonly given: boolean;
  /** Whether the context policy has left it out of the context since. */
  readonly dropped?: boolean;
}

/** Surprisal of a probability, in nats. */
export function surprisalOf(probability: number): number {
  return probability >= 1 ? 0 : -Math.log(probability);
}

const LEVELS = [0.5, 1.5, 3, 5];

/** How surprising a token is in five steps, 0 to 4; above 0.5, 1.5, 3 and 5 nats. */
export function surpriseLevel(probability: number): number {
  const surprisal = surprisalOf(probability);
  return LEVELS.filter((level) => surprisal > level).length;
}

const REASONS: Readonly<Record<StopReason, string>> = {
  end: "the model's end token came",
  limit: "the token limit is reached",
  stop: "a stop string came",
  context: "the context is full",
  visitor: "stopped by you",
  blocked: "a blocked phrase came",
};

/** Why a generation stopped, in words; `detail` is what fired, such as the stop string. */
export function describeStop(reason: StopReason, detail?: string): string {
  return detail ? `${REASONS[reason]}: ${detail}` : REASONS[reason];
}
