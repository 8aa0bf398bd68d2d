import type { UnseenPairs } from "@/lib/labs/ladder/unseen_pairs.ts";
import { formatCount, formatPlural, formatProbability } from "@/lib/ui/format.ts";
import { PairsTable } from "@/lib/ui/ladder/pairs_table.tsx";
import { Fold } from "@/lib/ui/page/fold.tsx";
import { Panel } from "@/lib/ui/page/panel.tsx";
import { NetworkDrawing, type NetworkLayer, type NetworkUnit } from "@/lib/ui/plot/network_drawing.tsx";
import { TokenChip } from "@/lib/ui/token/chip.tsx";
import { tokenName } from "@/lib/ui/token/pieces.ts";

/** Numbers that are drawn of each layer. */
const MAX_UNITS = 12;

/** The end of the text as a row of counts, mostly zeros, and as numbers of a network, none of them zero. */
export function PairsPart({ pairs }: { readonly pairs: UnseenPairs }) {
  const { context, rows, seen, different, vocabulary, known } = pairs;
  if (context.length === 0) return null;
  const [sure] = rows;
  return (
    <Panel title="What was never seen together" area="run">
      <p>
        Behind {context.map((token, index) => <TokenChip key={index} token={token} />)} {seen === 0
          ? `the corpus has nothing: the row of counts is ${formatCount(vocabulary)} zeros.`
          : `the corpus has ${formatPlural(seen, "token")}, ${formatCount(different)} different: ${
            formatCount(vocabulary - different)
          } zeros are left in the row of counts.`}{" "}
        The neural n-gram leaves none{sure && sure.afterContext === 0
          ? (
            <>
              , and says <TokenChip token={sure} />{" "}
              {formatProbability(sure.generalized)}, which never stood there.
            </>
          )
          : "."}
      </p>
      <PairsTable rows={rows} />
      <p class="small quiet">
        “Counts alone” is count over total; “Smoothed” the Kneser-Ney 5-gram; “Generalized” the neural n-gram,
        which reads the same four tokens: what resembles what it has seen gets a share. It knows{" "}
        {formatCount(known)} tokens; 1 % is spread evenly over all {formatCount(vocabulary)}.
      </p>
      <Fold summary="The same four tokens as counts, embeddings, hidden units and logits">
        <NetworkDrawing
          title="The end of the text as counts and as a network’s numbers"
          layers={layersOf(pairs)}
          between={["", "tanh", "softmax"]}
          lit={[1, 2, 3]}
        />
      </Fold>
    </Panel>
  );
}

function layersOf(
  { context, rows, embeddings, embedding, hidden, logits, vocabulary, known }: UnseenPairs,
): NetworkLayer[] {
  const first = embeddings.length / embedding - context.length;
  const perToken = Math.max(1, Math.floor(MAX_UNITS / context.length));
  const embedded = context.flatMap((token, place) =>
    Array.from({ length: perToken }, (_, index): NetworkUnit => ({
      label: `${tokenName(token)} ${index + 1}`,
      value: embeddings[(first + place) * embedding + index]!,
    }))
  );
  const next = rows.map((row, index) => ({ row, logit: logits[index] ?? null }));
  return [
    {
      title: "Counts",
      size: `${formatCount(vocabulary)}, sparse`,
      units: rows.map((row) => ({ label: tokenName(row), value: row.afterContext })),
      omitted: vocabulary - rows.length,
    },
    {
      title: "Embeddings",
      size: `${embeddings.length / embedding} · ${embedding} = ${embeddings.length}`,
      units: embedded,
      omitted: embeddings.length - embedded.length,
    },
    {
      title: "Hidden units",
      size: `${hidden.length}`,
      units: hidden.slice(0, MAX_UNITS).map((value, index) => ({ label: `unit ${index + 1}`, value })),
      omitted: hidden.length - Math.min(hidden.length, MAX_UNITS),
    },
    {
      title: "Logits",
      size: formatCount(known),
      units: next.flatMap(({ row, logit }) =>
        logit === null ? [] : [{ label: tokenName(row), value: logit }]
      ),
      omitted: known - next.filter(({ logit }) => logit !== null).length,
    },
  ];
}
