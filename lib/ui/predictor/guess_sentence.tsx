import { formatCount, formatFigure, formatProbability } from "@/lib/ui/format.ts";
import { TokenChip } from "@/lib/ui/token/chip.tsx";
import type { TokenView } from "@/lib/ui/token/pieces.ts";

interface GuessSentenceProps {
  /** Name of the model, for people. */
  readonly model: string;
  /** The likeliest token; null where there is none. */
  readonly token: TokenView | null;
  /** Its probability: of being drawn, where the sampler changes it. */
  readonly probability: number;
  readonly shaped: boolean;
  /** Whether the token is drawn rather than the likeliest. */
  readonly sampled: boolean;
  /** Entropy of what is drawn from, in nats. */
  readonly entropy: number;
  readonly vocabularySize: number;
}

/** A number of choices: decimals only where they tell something. */
export function formatChoices(entropy: number): string {
  const choices = Math.exp(entropy);
  return formatFigure(choices, choices < 100 ? 1 : 0);
}

/** From one choice (left) to the whole vocabulary (right), on a scale of logarithms. */
function Gauge({ share }: { readonly share: number }) {
  return (
    <svg class="gauge" width="220" height="8" aria-hidden="true" focusable="false">
      <rect class="gauge-line" width="100%" height="8" rx="4" />
      <rect class="gauge-fill" width={`${Number((share * 100).toFixed(2))}%`} height="8" rx="4" />
    </svg>
  );
}

/** The answer in one plain sentence, and how sure it is. */
export function GuessSentence(props: GuessSentenceProps) {
  const { model, token, probability, shaped, sampled, entropy, vocabularySize } = props;
  const [verb, end] = shaped ? [sampled ? "would draw" : "would pick", "next"] : ["thinks", "comes next"];
  if (token === null) return null;
  const share = vocabularySize > 1 ? Math.min(1, Math.max(0, entropy / Math.log(vocabularySize))) : 0;
  return (
    <div class="answer guess">
      <h1>
        {model} {verb} <TokenChip token={token} /> {end},{" "}
        <span class="num" title={String(probability)}>{formatProbability(probability)}</span>
      </h1>
      <p class="sure" title={`entropy ${entropy} nats`}>
        sure <Gauge share={share} /> torn
        <span>
          like choosing among <b class="num">{formatChoices(entropy)}</b> of {formatCount(vocabularySize)}
          {" "}
          tokens
        </span>
      </p>
    </div>
  );
}
