import type { CacheMemory, CacheUse } from "@/lib/lm/kv_cache/cache_memory.ts";
import { DataTable } from "@/lib/ui/plot/data_table.tsx";
import { formatBinaryBytes, formatCount, formatFigure } from "@/lib/ui/format.ts";
import { Term } from "@/lib/ui/page/term.tsx";

interface CacheSummaryProps {
  readonly memory: CacheMemory;
  readonly use: CacheUse;
  /** How query heads share keys and values. */
  readonly attention: string;
}

interface Line {
  readonly key: string;
  readonly label: string;
  readonly bytes: number;
}

const GIB = 2 ** 30;

/** The cache as one figure, and each part of it in bytes, GiB and GB. */
export function CacheSummary({ memory, use, attention }: CacheSummaryProps) {
  const { lowerBytes, upperBytes } = memory;
  const isOne = lowerBytes === upperBytes;
  return (
    <>
      <p class="headline" data-bytes={lowerBytes} data-upper-bytes={upperBytes}>
        <b>{formatBinaryBytes(lowerBytes)}</b>
        {isOne ? "" : (
          <>
            to <b>{formatBinaryBytes(upperBytes)}</b>
          </>
        )}
        <span class="quiet">
          of <Term name="KV cache" /> for {formatCount(use.batch)} × {formatCount(use.tokens)} tokens
          {attention === "attention" ? "" : ` · ${attention}`}
        </span>
      </p>
      <DataTable
        caption="Cache memory"
        quietCaption
        rows={linesOf(memory, use)}
        rowKey={({ key }) => key}
        rowAttributes={({ key, bytes }) => ({ "data-part": key, "data-bytes": bytes })}
        columns={[
          { key: "part", label: "Part", cell: ({ label }) => label },
          { key: "bytes", label: "Bytes", numeric: true, cell: ({ bytes }) => formatCount(bytes) },
          {
            key: "gib",
            label: "Memory",
            unit: "GiB",
            numeric: true,
            cell: ({ bytes }) => formatFigure(bytes / GIB, bytes < GIB / 100 ? 6 : 2),
            value: ({ bytes }) => bytes / GIB,
            exact: ({ bytes }) => `${bytes} bytes / 2^30 = ${bytes / GIB}`,
          },
          {
            key: "gb",
            label: "Memory",
            unit: "GB",
            numeric: true,
            cell: ({ bytes }) => formatFigure(bytes / 1e9, bytes < 1e7 ? 6 : 2),
            value: ({ bytes }) => bytes / 1e9,
            exact: ({ bytes }) => `${bytes} bytes / 10^9 = ${bytes / 1e9}`,
          },
        ]}
      />
    </>
  );
}

function linesOf(memory: CacheMemory, { batch }: CacheUse): Line[] {
  const { bytesPerToken, bytesPerTokenBeyondWindows, stateBytes, lowerBytes, upperBytes } = memory;
  const bounds = lowerBytes === upperBytes ? [{ key: "total", label: "all sequences", bytes: lowerBytes }] : [
    { key: "total", label: "all sequences, windows only (lower bound)", bytes: lowerBytes },
    { key: "upper", label: "all sequences, full length in blocks (upper bound)", bytes: upperBytes },
  ];
  return [
    { key: "token", label: "one more token", bytes: bytesPerToken },
    ...(bytesPerTokenBeyondWindows === bytesPerToken
      ? []
      : [{ key: "beyond", label: "one more, windows full", bytes: bytesPerTokenBeyondWindows }]),
    ...(stateBytes === 0
      ? []
      : [{ key: "state", label: "a sequence's states, any length", bytes: stateBytes }]),
    ...(batch === 1 ? [] : [{ key: "sequence", label: "one sequence", bytes: lowerBytes / batch }]),
    ...bounds,
  ];
}
