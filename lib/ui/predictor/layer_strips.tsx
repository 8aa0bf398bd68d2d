import { formatProbability } from "@/lib/ui/format.ts";
import type { ShownGuess } from "@/lib/ui/predictor/insides_view.tsx";

interface LayerStripsProps {
  /** After each layer, likeliest first; empty layers before the first look. */
  readonly guesses: readonly (readonly ShownGuess[])[];
}

/** The layer from which on the last layer's guess leads, counted from 1; null where there is none. */
export function leadsFrom(guesses: readonly (readonly ShownGuess[])[]): number | null {
  const winner = guesses.at(-1)?.[0]?.text;
  if (winner === undefined) return null;
  const other = guesses.findLastIndex((each) => each[0]?.text !== winner);
  return other + 2;
}

/** `Inside the model: “warehouse” leads from layer 4 on`. */
export function describeLead(guesses: LayerStripsProps["guesses"]): string {
  const from = leadsFrom(guesses);
  const title = "Inside the model";
  return from === null ? title : `${title}: ${guesses.at(-1)![0]!.text} leads from layer ${from} on`;
}

/** Pixels of a narrow strip, of a letter, and around a label: what does not fit into its piece stands beside it. */
const NARROW = 200;
const LETTER = 8;
const AROUND = 16;
const SHOWN = 2;

function Strip({ guesses, winner }: { readonly guesses: readonly ShownGuess[]; readonly winner: string }) {
  const shown = guesses.slice(0, SHOWN);
  const end = shown.reduce((sum, each) => sum + each.probability, 0);
  const label = shown[0]?.text ?? "";
  const needs = (label.length * LETTER + AROUND) / NARROW;
  // Where neither the piece nor what is left of the strip has room, it begins in the piece.
  const isBeside = (shown[0]?.probability ?? 0) < needs && end + needs <= 1;
  const starts = shown.map((_, i) => shown.slice(0, i).reduce((sum, each) => sum + each.probability, 0));
  return (
    <svg class="strip" width="100%" height="22" aria-hidden="true" focusable="false">
      <rect class="strip-rest" width="100%" height="22" rx="3" />
      {shown.map(({ text, probability }, i) => (
        <g key={i} class={text === winner ? "strip-winner" : "strip-guess"}>
          <title>{`${text} ${formatProbability(probability)}`}</title>
          <rect
            x={`${(starts[i]! * 100).toFixed(2)}%`}
            width={`${(probability * 100).toFixed(2)}%`}
            height="22"
            rx="3"
          />
        </g>
      ))}
      <g class={label === winner && !isBeside ? "strip-winner" : undefined}>
        <text x={isBeside ? `${(end * 100).toFixed(2)}%` : "0"} dx="8" y="16">{label}</text>
      </g>
    </svg>
  );
}

/** What the model would have said after each layer: a strip of bars a layer, the winner's dark. */
export function LayerStrips({ guesses }: LayerStripsProps) {
  const winner = guesses.at(-1)?.[0]?.text ?? "";
  return (
    <ol class="layer-strips" aria-label="Guess after each layer">
      {guesses.map((each, layer) => (
        <li key={layer}>
          <span class="num quiet">{layer + 1}</span>
          <Strip guesses={each} winner={winner} />
          <span class="vh">
            {each.slice(0, SHOWN).map(({ text, probability }) => `${text} ${formatProbability(probability)}`)
              .join(", ")}
          </span>
        </li>
      ))}
    </ol>
  );
}
