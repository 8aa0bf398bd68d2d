import { formatCount, formatDuration, formatFigure } from "@/lib/ui/format.ts";
import { ProbabilityBar } from "@/lib/ui/plot/probability_bar.tsx";

interface CompareCacheProps {
  /** Tokens of context that both runs have. */
  readonly context: number;
  /** Milliseconds per token with the cache; null before it was measured. */
  readonly withCache: number | null;
  /** Milliseconds per token when all of the context is computed again each time. */
  readonly without: number | null;
  /** Which of the two is being measured. */
  readonly running: "with" | "without" | null;
  readonly onRun?: () => void;
  readonly onStop?: () => void;
}

function Line(
  { name, value, max }: { readonly name: string; readonly value: number | null; readonly max: number },
) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td class="bar-cell">{value !== null && <ProbabilityBar value={value} max={max} />}</td>
      <td class="num" title={value === null ? undefined : `${value} ms`}>
        {value === null ? "–" : formatDuration(value)}
      </td>
    </tr>
  );
}

/** The same text with and without the cache, on the visitor's own machine: time per token, and how many times faster. */
export function CompareCache({ context, withCache, without, running, onRun, onStop }: CompareCacheProps) {
  const max = Math.max(withCache ?? 0, without ?? 0, 1e-9);
  const both = withCache !== null && without !== null;
  return (
    <section class="compare-cache" aria-label="With and without cache" aria-busy={running ? "true" : "false"}>
      <div class="toolbar">
        {running
          ? <button type="button" onClick={onStop}>Stop comparing</button>
          : <button type="button" class="needs-js" onClick={onRun}>Without cache</button>}
        <span class="quiet small" role="status">
          {running
            ? `measuring ${running} cache`
            : both
            ? `${formatFigure(without / withCache, 1)} times faster with the cache, at ${
              formatCount(context)
            } tokens of context`
            : "runs the same text recomputing everything, and compares"}
        </span>
      </div>
      {(withCache !== null || without !== null) && (
        <table class="figures">
          <caption class="vh">Time per token</caption>
          <tbody>
            <Line name="with cache" value={withCache} max={max} />
            <Line name="without cache" value={without} max={max} />
          </tbody>
        </table>
      )}
    </section>
  );
}
