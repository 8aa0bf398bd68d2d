import { TokenChip } from "@/lib/ui/token/chip.tsx";
import type { TokenView } from "@/lib/ui/token/pieces.ts";

interface EndingLineProps {
  readonly prompt: readonly TokenView[];
  /** All that the model writes. */
  readonly tokens: readonly TokenView[];
  /** Tokens that were written before the end. */
  readonly at: number;
  /** The first of those that caused it. */
  readonly from: number;
  /** What ended it, at the cut. */
  readonly cause: string;
}

/** A prompt and what was written after it: what caused the end is lit, and what would have followed is faint. */
export function EndingLine({ prompt, tokens, at, from, cause }: EndingLineProps) {
  return (
    <p class="reading-text ending-line">
      <span class="quiet">{prompt.map((token, index) => <TokenChip key={index} token={token} />)}</span>
      {tokens.slice(0, from).map((token, index) => <TokenChip key={index} token={token} />)}
      <span class="ending-cause">
        {tokens.slice(from, at).map((token, index) => <TokenChip key={index} token={token} />)}
      </span>
      <b class="ending-cut">{cause}</b>
      {at < tokens.length && (
        <span class="is-dropped">
          <span class="vh">It would have gone on:</span>
          {tokens.slice(at).map((token, index) => <TokenChip key={index} token={token} />)}
        </span>
      )}
    </p>
  );
}
