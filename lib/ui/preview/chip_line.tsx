/**
 * A text as its tokens, in lines: where there are too many lines, the last ones stay, since the next token follows
 * the end.
 *
 * @module
 */
import { cutStart, graphemes } from "@/lib/lm/graphemes.ts";
import { Mono, monoFits, monoWidth } from "@/lib/ui/preview/lettering.tsx";
import { PALETTE } from "@/lib/ui/preview/palette.ts";

/** A token. */
export interface Chip {
  /** The token as it is shown, blanks visible. */
  readonly text: string;
  /** Whether it was generated rather than given. */
  readonly generated?: boolean;
}

/** Where chips are laid out. */
interface ChipArea {
  readonly x: number;
  readonly width: number;
  readonly size: number;
  readonly mostLines: number;
}

/** A chip in its place. */
interface PlacedChip extends Chip {
  readonly x: number;
  readonly width: number;
  readonly tint: string;
}

const PADDING = 5;
const GAP = 4;
/** The mono font has no mark for a newline, and that of the other font is wider than a cell. */
const NEWLINE = 0.75;
/** Height of a line as a multiple of the font's size. */
const LINE = 1.75;

/** Height of a number of lines, in pixels. */
export function chipLinesHeight(lines: number, size: number): number {
  return lines * size * LINE;
}

/** Lays chips out in lines; where they are too many, an ellipsis stands for those at the front. */
export function layOutChips(chips: readonly Chip[], area: ChipArea): PlacedChip[][] {
  const narrowest = monoWidth(1, area.size) + 2 * PADDING + GAP;
  const most = area.mostLines * Math.ceil(area.width / narrowest);
  for (let from = Math.max(0, chips.length - most); from < chips.length; from++) {
    const lines = breakLines(from === 0 ? chips : [ELLIPSIS, ...chips.slice(from)], area);
    if (lines.length <= area.mostLines) return lines;
  }
  return [];
}

const ELLIPSIS: Chip = { text: "…" };

/** Places chips from left to right, and in a new line where one is full. */
function breakLines(chips: readonly Chip[], { x, width, size }: ChipArea): PlacedChip[][] {
  const lines: PlacedChip[][] = [];
  let end = Infinity;
  for (const [index, chip] of chips.entries()) {
    const text = cutStart(chip.text, monoFits(width - 2 * PADDING, size));
    const length = monoWidth(graphemes(text).length, size) + 2 * PADDING;
    if (end + length > x + width) {
      lines.push([]);
      end = x;
    }
    lines.at(-1)!.push({ ...chip, text, x: end, width: length, tint: tintOf(chip, index) });
    end += length + GAP;
  }
  return lines;
}

function tintOf(chip: Chip, index: number): string {
  if (chip === ELLIPSIS) return "none";
  if (chip.generated) return PALETTE["accent-tint"];
  return PALETTE[index % 2 === 0 ? "chip-odd" : "chip-even"];
}

/** Draws chips that have been laid out; `y` is the top of the first line. */
export function ChipLines({ lines, y, size }: { lines: readonly PlacedChip[][]; y: number; size: number }) {
  return (
    <g>
      {lines.flatMap((line, row) => {
        const top = y + chipLinesHeight(row, size);
        return line.map((chip, column) => (
          <g key={`${row} ${column}`}>
            <rect x={chip.x} y={top} width={chip.width} height={size * 1.5} rx="6" fill={chip.tint} />
            <ChipText chip={chip} y={top + size * 1.06} size={size} />
          </g>
        ));
      })}
    </g>
  );
}

/** Marks of blanks are faint, so that they are not taken for characters of the text. */
function ChipText({ chip, y, size }: { chip: PlacedChip; y: number; size: number }) {
  const color = chip.generated ? PALETTE.accent : PALETTE.text;
  return (
    <>
      {runsOf(chip.text).map(({ text, start, faint }) => (
        <Mono
          key={start}
          x={chip.x + PADDING + monoWidth(start, size)}
          y={y}
          size={text === "↵" ? size * NEWLINE : size}
          color={faint ? PALETTE.edge : color}
        >
          {text}
        </Mono>
      ))}
    </>
  );
}

interface Run {
  readonly text: string;
  readonly start: number;
  readonly faint: boolean;
}

function runsOf(text: string): Run[] {
  const runs: Run[] = [];
  for (const [start, character] of graphemes(text).entries()) {
    const faint = /[·↵→□…]/.test(character);
    const last = runs.at(-1);
    if (last && last.faint === faint && !faint) {
      runs[runs.length - 1] = { ...last, text: last.text + character };
    } else runs.push({ text: character, start, faint });
  }
  return runs;
}
