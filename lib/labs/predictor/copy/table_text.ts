import { decodeText } from "@/lib/lm/decode_bytes.ts";
import type { DistributionView, RowView } from "@/lib/labs/predictor/views/distribution_view.ts";
import { csvText } from "@/lib/labs/csv_text.ts";

const COLUMNS = ["token", "id", "logit", "probability", "log_probability", "rank", "shaped_probability"];

/** The table as CSV (RFC 4180), unrounded; the last line holds the rest of the vocabulary. */
export function tableCsv({ rows, other }: DistributionView): string {
  const rest = [
    `the other ${other.count} tokens`,
    "",
    "",
    other.probability,
    "",
    "",
    other.shapedProbability,
  ];
  return csvText([COLUMNS, ...rows.map((row) => Object.values(rowFields(row))), rest]);
}

/** The table as JSON, unrounded, with where it comes from. */
export function tableJson(
  { rows, other, entropyNats }: DistributionView,
  source: string,
  link: string,
): string {
  const value = {
    source,
    link,
    entropy_nats: entropyNats,
    rows: rows.map((row) => ({ ...rowFields(row), bytes: [...row.token.bytes] })),
    other: {
      count: other.count,
      probability: other.probability,
      shaped_probability: other.shapedProbability,
    },
  };
  return JSON.stringify(value, null, 2);
}

function rowFields(row: RowView) {
  return {
    token: decodeText(Uint8Array.from(row.token.bytes)),
    id: row.id,
    logit: row.logit,
    probability: row.probability,
    log_probability: row.logProbability,
    rank: row.rank,
    shaped_probability: row.shapedProbability,
  };
}
