import {
  formatBits,
  formatCount,
  formatFigure,
  formatMagnitude,
  formatNats,
  formatProbability,
} from "@/lib/ui/format.ts";
import { ProbabilityBar } from "@/lib/ui/plot/probability_bar.tsx";
import { TokenChip } from "@/lib/ui/token/chip.tsx";
import type { TokenView } from "@/lib/ui/token/pieces.ts";

/** One token of what was looked up. */
interface LookupPiece {
  readonly token: TokenView;
  readonly logit: number;
  /** Natural logarithm, under the condition of the pieces before. */
  readonly logProbability: number;
  readonly rank: number;
}

/** One reading of what was looked up. */
interface TokenLookup {
  readonly as: "id" | "text" | "spaced";
  readonly pieces: readonly LookupPiece[];
  /** Natural logarithm of the product. */
  readonly logProbability: number;
}

interface LookupTokenProps {
  /** What was typed: a text, or an id. */
  readonly query: string;
  readonly results: readonly TokenLookup[];
  /** Why there is no result. */
  readonly message?: string | null;
  readonly vocabularySize: number;
  readonly onInput?: (query: string) => void;
}

const READ_AS = { id: "as an id", text: "as it stands", spaced: "with a space in front" } as const;

/** A probability that may be far below what percents can say. */
function formatSmall(probability: number): string {
  return probability < 1e-6 ? formatMagnitude(probability) : formatProbability(probability);
}

/** The pieces as a chain of bars: each as long as the product up to there, over the one before it. */
function Chain({ pieces }: Pick<TokenLookup, "pieces">) {
  return (
    <ol class="chain">
      {pieces.map(({ token, logProbability, rank }, i) => {
        const product = pieces.slice(0, i + 1).reduce((sum, each) => sum + each.logProbability, 0);
        const before = product - logProbability;
        return (
          <li key={i} data-id={token.id} title={`${Math.exp(logProbability)}`}>
            <TokenChip token={token} />
            <ProbabilityBar value={Math.exp(product)} behind={Math.exp(before)} />
            <span class="num">{formatSmall(Math.exp(logProbability))}</span>
            <span class="num quiet">rank {formatCount(rank)}</span>
          </li>
        );
      })}
    </ol>
  );
}

function Result({ result, size }: { readonly result: TokenLookup; readonly size: number }) {
  const { pieces, logProbability, as } = result;
  const [first] = pieces;
  const total = Math.exp(logProbability);
  return (
    <li data-id={first?.token.id} data-probability={total}>
      <p title={`probability ${total}`}>
        {pieces.map(({ token }, i) => <TokenChip key={i} token={token} />)}{" "}
        <b class="num">{formatSmall(total)}</b>, surprise {formatNats(-logProbability)}{" "}
        <span class="quiet">
          ({formatBits(-logProbability / Math.LN2)}), {READ_AS[as]}
          {pieces.length === 1 && first
            ? `: id ${first.token.id}, rank ${formatCount(first.rank)} of ${formatCount(size)}, logit ${
              formatFigure(first.logit)
            }`
            : `: ${pieces.length} tokens, each after the ones before`}
        </span>
      </p>
      {pieces.length > 1 && <Chain pieces={pieces} />}
    </li>
  );
}

/** Looks up any token or word by its text or id. */
export function LookupToken(props: LookupTokenProps) {
  return (
    <div class="lookup needs-js">
      <label class="inline">
        Look up a word or a token
        <input
          type="text"
          class="mono"
          size={14}
          autocomplete="off"
          spellcheck={false}
          placeholder="text, or # and its id"
          value={props.query}
          onInput={(event) => props.onInput?.(event.currentTarget.value)}
        />
      </label>
      <output class="lookup-result">
        <ul>
          {props.results.map((result) => (
            <Result key={result.as} result={result} size={props.vocabularySize} />
          ))}
        </ul>
        {props.message && <span class="quiet">{props.message}</span>}
      </output>
    </div>
  );
}
