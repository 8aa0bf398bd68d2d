import { formatBits, formatCount, formatFigure, formatNats } from "@/lib/ui/format.ts";
import { Term } from "@/lib/ui/page/term.tsx";

interface DistributionSummaryProps {
  /** Entropy of the model's distribution, in nats. */
  readonly entropy: number;
  /** Entropy after the sampler, in nats; null where it changes nothing. */
  readonly shapedEntropy?: number | null;
  readonly vocabularySize: number;
}

/** A number of choices: decimals only where they tell something. */
function formatChoices(entropy: number): string {
  const choices = Math.exp(entropy);
  return formatFigure(choices, choices < 100 ? 1 : 0);
}

/** Entropy and effective number of choices of the whole distribution, before and after the sampler. */
export function DistributionSummary(
  { entropy, shapedEntropy = null, vocabularySize }: DistributionSummaryProps,
) {
  return (
    <p class="summary" data-entropy={entropy}>
      <span title={`${entropy} nats = ${entropy / Math.LN2} bits`}>
        <Term name="entropy" /> <b class="num">{formatNats(entropy)}</b>{" "}
        <span class="quiet">({formatBits(entropy / Math.LN2)})</span>
      </span>
      <span title={`exp(${entropy}) = ${Math.exp(entropy)}`}>
        <b class="num">{formatChoices(entropy)}</b> <Term name="effective choices" /> of{" "}
        {formatCount(vocabularySize)}
      </span>
      {shapedEntropy !== null && (
        <span title={`${shapedEntropy} nats`}>
          after the sampler <b class="num">{formatNats(shapedEntropy)}</b>,{" "}
          <b class="num">{formatChoices(shapedEntropy)}</b> choices
        </span>
      )}
    </p>
  );
}
