import { LOG_UNITS, type LogBase } from "@/lib/lm/loss/log_base.ts";
import { formatCount, formatFigure, formatMagnitude, sentenceCase } from "@/lib/ui/format.ts";
import { DataTable } from "@/lib/ui/plot/data_table.tsx";

/** Figures of a scored text; null where there is nothing to divide by. */
export interface Totals {
  readonly tokensScored: number;
  readonly words: number;
  readonly bytes: number;
  readonly characters: number;
  readonly totalBits: number;
  readonly totalNats: number;
  readonly meanNllNats: number | null;
  readonly perplexity: number | null;
  readonly bitsPerByte: number | null;
  readonly bitsPerWord: number | null;
  readonly bitsPerCharacter: number | null;
}

interface Row {
  readonly unit: string;
  readonly count: number;
  readonly bits: number | null;
  readonly note: string;
}

/** The same surprisal over tokens, words, bytes and characters, and which of them compare. */
export function TotalsTable({ totals, base }: { readonly totals: Totals; readonly base: LogBase }) {
  const { unit, perBit } = LOG_UNITS[base];
  const { tokensScored, words, bytes, characters, totalBits } = totals;
  const rows: Row[] = [
    {
      unit: "token",
      count: tokensScored,
      bits: tokensScored ? totalBits / tokensScored : null,
      note: "its tokens only",
    },
    { unit: "word", count: words, bits: totals.bitsPerWord, note: "compares" },
    { unit: "byte", count: bytes, bits: totals.bitsPerByte, note: "compares" },
    { unit: "character", count: characters, bits: totals.bitsPerCharacter, note: "compares" },
  ];
  return (
    <DataTable<Row>
      caption={`The text’s ${unit} by unit`}
      quietCaption
      rows={rows}
      rowKey={({ unit }) => unit}
      rowAttributes={({ unit, bits }) => ({ "data-unit": unit, "data-bits": bits ?? "" })}
      columns={[
        { key: "unit", label: "Per", cell: ({ unit, count }) => `${unit} (${formatCount(count)})` },
        {
          key: "bits",
          label: sentenceCase(unit),
          numeric: true,
          cell: ({ bits }) => show(bits === null ? null : bits * perBit, 3),
          exact: ({ bits }) => String(bits === null ? null : bits * perBit),
        },
        {
          key: "perplexity",
          label: "Perplexity",
          numeric: true,
          cell: ({ bits }) => show(bits === null ? null : 2 ** bits, 2),
          exact: ({ bits }) => String(bits === null ? null : 2 ** bits),
        },
        { key: "note", label: "Across tokenizers", cell: ({ note }) => note },
      ]}
    />
  );
}

function show(value: number | null, digits: number): string {
  if (value === null) return "none";
  return value < 1e6 ? formatFigure(value, digits) : formatMagnitude(value);
}
