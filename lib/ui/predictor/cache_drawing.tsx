import { formatCount, formatPlural } from "@/lib/ui/format.ts";

/** How a token's keys and values got into the cache, or out of it. */
type CacheState = "reused" | "prefill" | "appended" | "cropped" | "dropped";

/** Neighboring tokens in the same state. */
interface CacheRun {
  readonly state: CacheState;
  readonly count: number;
}

interface CacheDrawingProps {
  /** From the first position to the last. */
  readonly runs: readonly CacheRun[];
  /** Columns drawn in one line. Default 64. */
  readonly perLine?: number;
}

const NAMES: Readonly<Record<CacheState, string>> = {
  reused: "reused",
  prefill: "filled in prefill",
  appended: "appended in decode",
  cropped: "cropped after an edit",
  dropped: "dropped by the policy",
};

const STEP = 10;
const WIDTH = 8;
const LINE = 36;
const MAX_LINES = 8;

/** Position of the first column of each run. */
function startsOf(runs: readonly CacheRun[]): number[] {
  let start = 0;
  return runs.map(({ count }) => (start += count) - count);
}

/** One path for all columns of a run: a K box above a V box for each token. */
function columnsPath(start: number, count: number, perLine: number, limit: number): string {
  let path = "";
  for (let at = start; at < Math.min(start + count, limit); at++) {
    const x = 16 + (at % perLine) * STEP;
    const y = Math.floor(at / perLine) * LINE;
    path += `M${x} ${y}h${WIDTH}v13h-${WIDTH}zM${x} ${y + 15}h${WIDTH}v13h-${WIDTH}z`;
  }
  return path;
}

function totals(runs: readonly CacheRun[]): CacheRun[] {
  const states = [...new Set(runs.map(({ state }) => state))];
  return states.map((state) => ({
    state,
    count: runs.reduce((sum, run) => run.state === state ? sum + run.count : sum, 0),
  })).filter(({ count }) => count > 0);
}

function describe(runs: readonly CacheRun[]): string {
  return totals(runs).map(({ state, count }) => `${formatPlural(count, "token")} ${NAMES[state]}`).join(", ");
}

/** The KV cache drawn: one K and one V box for each token, by how they got there. */
export function CacheDrawing({ runs, perLine = 64 }: CacheDrawingProps) {
  const count = runs.reduce((sum, run) => sum + run.count, 0);
  if (count === 0) return null;
  const lines = Math.min(Math.ceil(count / perLine), MAX_LINES);
  const limit = lines * perLine;
  const starts = startsOf(runs);
  return (
    <figure class="cache">
      <svg
        viewBox={`0 0 ${16 + perLine * STEP} ${lines * LINE}`}
        role="img"
        aria-label={`KV cache: ${describe(runs)}`}
      >
        <text x="0" y="11">K</text>
        <text x="0" y="26">V</text>
        {runs.map(({ state, count }, index) => (
          <path key={index} class={`cache-${state}`} d={columnsPath(starts[index]!, count, perLine, limit)} />
        ))}
      </svg>
      <figcaption class="small">
        {totals(runs).map(({ state, count }) => (
          <span key={state}>
            <svg width="12" height="12" aria-hidden="true">
              <rect class={`cache-${state}`} x="1" y="1" width="10" height="10" />
            </svg>{" "}
            {formatCount(count)} {NAMES[state]}
          </span>
        ))}
        {count > limit && <span>the first {formatCount(limit)} are drawn</span>}
      </figcaption>
    </figure>
  );
}
