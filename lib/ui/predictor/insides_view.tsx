import { DataTable } from "@/lib/ui/plot/data_table.tsx";
import { formatProbability } from "@/lib/ui/format.ts";
import { HeatMap } from "@/lib/ui/plot/heat_map.tsx";

/** A token that a layer would have predicted. */
export interface ShownGuess {
  readonly text: string;
  readonly probability: number;
}

/** Props of {@linkcode InsidesView}. */
export interface InsidesViewProps {
  /** After each layer, likeliest first. */
  readonly guesses: readonly (readonly ShownGuess[])[];
  /** [layer][head][position] of the tokens shown. */
  readonly attention: readonly (readonly ArrayLike<number>[])[];
  /** The tokens that were read, oldest first. */
  readonly tokens: readonly string[];
  /** Position of the first token shown. */
  readonly from: number;
}

interface Layer {
  readonly number: number;
  readonly guesses: readonly ShownGuess[];
}

/** How a prediction formed layer by layer, and which tokens each head read for it. */
export function InsidesView({ guesses, attention, tokens, from }: InsidesViewProps) {
  const rows = attention.flatMap((heads, layer) =>
    heads.map((weights, head) => ({ label: `Layer ${layer + 1}, head ${head + 1}`, weights }))
  );
  const top = Math.max(...guesses.map((each) => each.length), 0);
  return (
    <>
      <DataTable<Layer>
        caption="Guess after each layer"
        rows={guesses.map((each, i) => ({ number: i + 1, guesses: each }))}
        rowKey={({ number }) => number}
        columns={[
          { key: "layer", label: "Layer", cell: ({ number }) => number },
          ...Array.from({ length: top }, (_, rank) => ({
            key: `${rank}`,
            label: rank === 0 ? "Likeliest" : `Rank ${rank + 1}`,
            cell: ({ guesses: each }: Layer) => each[rank] && <Guess guess={each[rank]} />,
          })),
        ]}
      />
      {from > 0 && <p class="quiet small">The last {tokens.length} tokens of {from + tokens.length}.</p>}
      <HeatMap
        title="Attention of each head at the last token"
        rowHead="Head"
        columnHead="Token read"
        rows={rows.map(({ label }) => label)}
        columns={tokens}
        max={1}
        value={(row, column) => rows[row]!.weights[from + column]!}
      />
      <p class="quiet small">
        Half of what is read at a token comes from the token before it, so that one head can find what
        followed a word the last time.
      </p>
    </>
  );
}

function Guess({ guess: { text, probability } }: { readonly guess: ShownGuess }) {
  return (
    <>
      <code>{text}</code> <span class="num quiet">{formatProbability(probability)}</span>
    </>
  );
}
