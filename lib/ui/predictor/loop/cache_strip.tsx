import { formatBytes, formatPlural } from "@/lib/ui/format.ts";

interface CacheStripProps {
  /** Neighboring tokens that came into the cache alike, from the first position on. */
  readonly columns: readonly {
    readonly state: "reused" | "prefill" | "appended" | "cropped";
    readonly count: number;
  }[];
  readonly bytes: number;
}

/** Widest column, and widest strip, in pixels. */
const STEP = 8;
const WIDEST = 160;

/** Columns from one position to before another, each a key over a value: one path, however many there are. */
function columnsPath(from: number, to: number, step: number): string {
  const width = (step > 3 ? step - 1.5 : step).toFixed(2);
  const column = (at: number) =>
    `M${(at * step).toFixed(2)} 0h${width}v6.5h-${width}zm0 8.5h${width}v6.5h-${width}z`;
  return Array.from({ length: to - from }, (_, i) => column(from + i)).join("");
}

/** The cache in one line: a column of a key over a value for each token, filled together in prefill, then one by one. */
export function CacheStrip({ columns, bytes }: CacheStripProps) {
  const held = columns.filter(({ state }) => state !== "cropped");
  const count = held.reduce((sum, each) => sum + each.count, 0);
  const one = held.filter(({ state }) => state === "appended").reduce((sum, each) => sum + each.count, 0);
  const step = Math.min(STEP, WIDEST / count);
  const label = `The cache holds keys and values of ${formatPlural(count, "token")}, ${formatBytes(bytes)}: ${
    count - one
  } filled together, ${one} one by one`;
  return (
    <div class="cache-line">
      <span class="wide-only">keys, values</span>
      <svg class="cache-strip" width={step * count} height="15" role="img" aria-label={label}>
        <title>{label}</title>
        <path class="cache-prefill" d={columnsPath(0, count - one, step)} />
        <path class="cache-appended" d={columnsPath(count - one, count, step)} />
      </svg>
    </div>
  );
}
