import { formatBits, formatCount, formatFigure, formatNats, formatProbability } from "@/lib/ui/format.ts";
import { Term } from "@/lib/ui/page/term.tsx";
import { TokenChip } from "@/lib/ui/token/chip.tsx";
import type { TokenView } from "@/lib/ui/token/pieces.ts";

/** What was found for a token. */
export interface TokenLookup {
  readonly token: TokenView;
  readonly logit: number;
  /** Natural logarithm. */
  readonly logProbability: number;
  readonly rank: number;
  readonly shapedProbability: number;
}

/** Props of {@linkcode LookupToken}. */
export interface LookupTokenProps {
  /** What was typed: a token's text, or its id. */
  readonly query: string;
  readonly result: TokenLookup | null;
  /** Why there is no result, or what the result leaves out. */
  readonly message?: string | null;
  readonly vocabularySize: number;
  /** Name of the form field; without one the look-up is not part of the address. */
  readonly name?: string;
  readonly onInput?: (query: string) => void;
}

function Result(
  { result, vocabularySize }: { readonly result: TokenLookup; readonly vocabularySize: number },
) {
  const { token, logit, logProbability, rank } = result;
  return (
    <span data-id={token.id} title={`probability ${Math.exp(logProbability)}, logit ${logit}`}>
      <TokenChip token={token} /> <span class="quiet">id {token.id}</span>{" "}
      <b class="num">{formatProbability(Math.exp(logProbability))}</b>, <Term name="surprisal" />{" "}
      <b class="num">{formatNats(-logProbability)}</b>{" "}
      <span class="quiet">({formatBits(-logProbability / Math.LN2)})</span>, rank{" "}
      <b class="num">{formatCount(rank)}</b> of {formatCount(vocabularySize)}, logit {formatFigure(logit)}
    </span>
  );
}

/** Looks up any token of the vocabulary by its text or id. */
export function LookupToken(props: LookupTokenProps) {
  return (
    <div class={props.name ? "lookup" : "lookup needs-js"}>
      <label class="inline">
        Look up a token
        <input
          type="text"
          class="mono"
          size={12}
          autocomplete="off"
          spellcheck={false}
          placeholder="text or id"
          {...(props.name && { name: props.name })}
          value={props.query}
          onInput={(event) => props.onInput?.(event.currentTarget.value)}
        />
      </label>
      <output class="lookup-result">
        {props.result ? <Result result={props.result} vocabularySize={props.vocabularySize} /> : null}
        {props.message && <span class="quiet">{props.message}</span>}
      </output>
    </div>
  );
}
