import type { TokenId } from "@/lib/lm/language_model.ts";
import {
  type DistributionRow,
  DistributionTable,
  type OtherTokens,
} from "@/lib/ui/predictor/distribution/distribution_table.tsx";
import { formatBits, formatCount, formatNats, formatProbability } from "@/lib/ui/format.ts";
import { type GeneratedView, surprisalOf } from "@/lib/ui/predictor/line/generated_view.ts";
import { ResultRegion } from "@/lib/ui/page/result_region.tsx";
import { Term } from "@/lib/ui/page/term.tsx";
import { TokenChip } from "@/lib/ui/token/chip.tsx";

interface TokenInspectorProps {
  /** Position in its part, from 0. */
  readonly index: number;
  /** Whether the token belongs to the visitor's text or to the generation. Default the generation. */
  readonly part?: "text" | "generation";
  readonly token: GeneratedView;
  /** Entropy of the model's distribution at this position, in nats. */
  readonly entropy: number;
  /** The likeliest tokens at this position, at most 100. */
  readonly rows: readonly DistributionRow[];
  readonly other: OtherTokens;
  readonly shaped: boolean;
  readonly busy?: boolean;
  readonly source?: string;
  readonly forkHref?: (id: TokenId) => string;
  readonly onFork?: (id: TokenId) => void;
  readonly onClose?: () => void;
  /** Recomputes the distribution of this position. */
  readonly onAll?: () => void;
}

function Facts({ token, entropy }: TokenInspectorProps) {
  const surprisal = surprisalOf(token.probability);
  return (
    <p class="summary">
      <span>
        <TokenChip token={token} /> <span class="quiet">id {token.id}</span>
      </span>
      <span title={String(token.probability)}>
        <b class="num">{formatProbability(token.probability)}</b>
      </span>
      <span>
        <Term name="rank" /> <b class="num">{formatCount(token.rank)}</b>
      </span>
      <span title={`${surprisal} nats`}>
        <Term name="surprisal" /> <b class="num">{formatNats(surprisal)}</b>{" "}
        <span class="quiet">({formatBits(surprisal / Math.LN2)})</span>
      </span>
      <span>
        <Term name="entropy" /> <b class="num">{formatNats(entropy)}</b>
      </span>
    </p>
  );
}

/** One generated token: what else could have come there, and a fork from that point with another token. */
export function TokenInspector(props: TokenInspectorProps) {
  const { index, part = "generation", rows, other, token, forkHref, onFork, onClose, onAll } = props;
  const place = `token ${index + 1} of the ${part}`;
  return (
    <ResultRegion
      label={`T${place.slice(1)}`}
      busy={props.busy ?? false}
      {...(props.source && { source: props.source })}
      class="inspector"
    >
      <div class="panel-head">
        <h3>T{place.slice(1)}{onFork && ": choose another to fork here"}</h3>
        {onClose && <button type="button" class="plain" onClick={onClose}>Close</button>}
      </div>
      <Facts {...props} />
      <div class="scroll" tabIndex={0} role="group" aria-label={`The likeliest ${rows.length} tokens`}>
        <DistributionTable
          rows={rows}
          other={other}
          shaped={props.shaped}
          context={`at ${place}`}
          selected={token.id}
          numbers={false}
          verb="Fork with"
          {...(forkHref && { chooseHref: forkHref })}
          {...(onFork && { onChoose: onFork })}
        />
      </div>
      {onAll && <button type="button" onClick={onAll}>Compute more rows</button>}
    </ResultRegion>
  );
}
