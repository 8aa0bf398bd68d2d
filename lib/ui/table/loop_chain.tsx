import type { LoopReport } from "@/lib/lm/generation/loop.ts";
import { Handle } from "@/lib/ui/form/handle.tsx";
import { formatProbability } from "@/lib/ui/format.ts";
import { percent } from "@/lib/ui/plot/percent.ts";
import { LabelChip } from "@/lib/ui/token/label_chip.tsx";

interface LoopChainProps {
  readonly report: LoopReport;
  readonly start: string;
  /** The row that the next turn looks up; null where there is none. */
  readonly next: ReadonlyMap<string, number> | null;
  readonly onShare?: (token: string, share: number) => void;
}

interface RowProps {
  readonly row: ReadonlyMap<string, number>;
  readonly picked: string | null;
  readonly onShare?: ((token: string, share: number) => void) | undefined;
}

/** A row of the table as bars; the one that was picked is marked. */
function RowBars({ row, picked, onShare }: RowProps) {
  return (
    <ul class="chain-row">
      {[...row].map(([token, p]) => (
        <li key={token} class={token === picked ? "picked" : undefined}>
          <LabelChip text={token} />
          {onShare && row.size > 1
            ? (
              <span class="needs-js">
                <Handle
                  label={`Share of ${token}`}
                  value={p}
                  min={0}
                  max={1}
                  step={0.01}
                  valueText={formatProbability(p)}
                  onInput={(share) => onShare(token, Number(share.toFixed(4)))}
                />
              </span>
            )
            : (
              <svg class="bar" width="100%" height="14" aria-hidden="true">
                <rect
                  class={token === picked ? "bar-value" : "bar-behind"}
                  width={percent(Math.min(p, 1))}
                  height="14"
                />
              </svg>
            )}
          <span class="num">{formatProbability(p)}</span>
        </li>
      ))}
    </ul>
  );
}

/** The chain: a text, its row, what was picked, the text with it; the next turn stands open at the end. */
export function LoopChain({ report, start, next, onShare }: LoopChainProps) {
  const { steps, text, stoppedBy } = report;
  return (
    <>
      <p class="loop-text" data-text={text}>
        {start}
        <b>{text.slice(start.length)}</b>
      </p>
      <ol class="chain" aria-label="Turns of the loop">
        {steps.map(({ context, distribution, token }, index) => (
          <li key={index}>
            <span class="chain-text">{context === "" ? "nothing yet" : context}</span>
            <RowBars row={distribution} picked={token} />
            <span class="chain-pick">
              → <LabelChip text={token} />
            </span>
          </li>
        ))}
        {stoppedBy === "limit" && next && (
          <li class="chain-next">
            <span class="chain-text">{text === "" ? "nothing yet" : text}</span>
            <RowBars row={next} picked={null} onShare={onShare} />
            <span class="chain-pick quiet">→ ?</span>
          </li>
        )}
      </ol>
    </>
  );
}
