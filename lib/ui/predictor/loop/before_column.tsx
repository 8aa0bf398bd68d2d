import { formatProbability } from "@/lib/ui/format.ts";
import { ProbabilityBar } from "@/lib/ui/plot/probability_bar.tsx";
import { TokenChip } from "@/lib/ui/token/chip.tsx";
import type { TokenView } from "@/lib/ui/token/pieces.ts";

interface BeforeColumnProps {
  /** What the bars were before the last token, likeliest first. */
  readonly rows: readonly {
    readonly id: number;
    readonly token: TokenView;
    readonly shapedProbability: number;
  }[];
  /** The token that was appended; null while none is picked yet. */
  readonly taken: number | null;
}

/** Rows that the column holds. */
const SHOWN = 8;

/** The distribution that the last token was picked from, dim beside the one that came of it. */
export function BeforeColumn({ rows, taken }: BeforeColumnProps) {
  const shown = rows.slice(0, SHOWN);
  return (
    <section class="before-column" aria-label="Before the last token">
      <ol>
        {shown.map(({ id, token, shapedProbability }) => (
          <li key={id} class={id === taken ? "taken" : undefined} title={String(shapedProbability)}>
            <TokenChip token={token} />
            <ProbabilityBar value={shapedProbability} height={6} />
            <span class="num quiet">{formatProbability(shapedProbability)}</span>
          </li>
        ))}
      </ol>
      <p class="small quiet">before the last token</p>
    </section>
  );
}
