import { formatProbability } from "@/lib/ui/format.ts";
import { cutEnd } from "@/lib/lm/graphemes.ts";
import { ChipLines, layOutChips } from "@/lib/ui/preview/chip_line.tsx";
import { Mono, monoFits, monoWidth, Words } from "@/lib/ui/preview/lettering.tsx";
import { PALETTE } from "@/lib/ui/preview/palette.ts";
import { BODY } from "@/lib/ui/preview/preview_card.tsx";

/** A likely token. */
interface BarRow {
  readonly label: string;
  readonly probability: number;
  /** Probability before the sampler's stages, drawn behind; null where they change nothing. */
  readonly behind?: number | null;
  /** What stands between the label and the bar, such as a count. */
  readonly aside?: string;
}

interface BarRowsProps {
  readonly rows: readonly BarRow[];
  /** All tokens without a row; null where there are none. */
  readonly other: { readonly label: string; readonly probability: number } | null;
  readonly top: number;
}

const SIZE = 28;
const LABEL_WIDTH = 330;
const ASIDE_WIDTH = 130;
const FIGURE_WIDTH = 170;
const MAX_HEIGHT = 62;

/** Bars over the whole width, each between its token and its figure; the tokens that are not shown as one. */
export function BarRows({ rows, other, top }: BarRowsProps) {
  const height = Math.min(MAX_HEIGHT, (BODY.bottom - top) / (rows.length + (other ? 1 : 0)));
  const hasAside = rows.some(({ aside }) => aside !== undefined);
  const x = BODY.left + LABEL_WIDTH + (hasAside ? ASIDE_WIDTH : 0);
  return (
    <g>
      {rows.map((row, index) => (
        <g key={index}>
          <Label text={row.label} y={top + index * height} />
          {row.aside !== undefined && (
            <Mono x={x - 24} y={top + index * height + 31} size={SIZE - 4} color={PALETTE.quiet} anchor="end">
              {row.aside}
            </Mono>
          )}
          <Bar x={x} y={top + index * height} value={row.probability} behind={row.behind ?? null} />
        </g>
      ))}
      {other && (
        <g>
          <Words x={BODY.left + 5} y={top + rows.length * height + 30} size={SIZE - 4} color={PALETTE.quiet}>
            {other.label}
          </Words>
          <Bar x={x} y={top + rows.length * height} value={other.probability} behind={null} quiet />
        </g>
      )}
    </g>
  );
}

function Label({ text, y }: { readonly text: string; readonly y: number }) {
  const area = { x: BODY.left, width: LABEL_WIDTH - 16, size: SIZE, mostLines: 1 };
  const short = cutEnd(text, monoFits(area.width - monoWidth(1, SIZE), SIZE));
  return <ChipLines lines={layOutChips([{ text: short }], area)} y={y} size={SIZE} />;
}

interface BarProps {
  readonly x: number;
  readonly y: number;
  readonly value: number;
  readonly behind: number | null;
  readonly quiet?: boolean;
}

function Bar({ x, y, value, behind, quiet = false }: BarProps) {
  const width = BODY.right - FIGURE_WIDTH - x;
  // A hair is left of what is nearly nothing, so that it is not taken for nothing.
  const lengthOf = (share: number) => share <= 0 ? 0 : Math.max(2, Math.min(1, share) * width);
  return (
    <g>
      {behind !== null && (
        <rect x={x} y={y + 4} width={lengthOf(behind)} height="34" rx="3" fill={PALETTE["bar-behind"]} />
      )}
      <rect
        x={x}
        y={y + (behind === null ? 7 : 12)}
        width={lengthOf(value)}
        height={behind === null ? 28 : 18}
        rx="3"
        fill={quiet ? PALETTE.m4 : PALETTE.bar}
      />
      <Mono x={BODY.right} y={y + 31} size={SIZE} anchor="end" color={quiet ? PALETTE.quiet : PALETTE.text}>
        {formatProbability(value)}
      </Mono>
    </g>
  );
}
