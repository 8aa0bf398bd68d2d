/**
 * A text as its tokens, in lines: where there are too many lines, the last ones stay, since the next token follows
 * the end.
 *
 * @module
 */
import { cutStart, graphemes } from "@/lib/ui/preview/graphemes.ts";
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
export interface ChipArea {
  readonly x: number;
  readonly width: number;
  readonly size: number;
  readonly mostLines: number;
}

/** A chip in its place. */
export interface PlacedChip extends Chip {
  readonly x: number;
  readonly width: number;
  readonly tint: string;
}

const PADDING = 5;
const GAP = 4;
/** Height of a line as a multiple of the font's size. */
const LINE = 1.75;

/** Height of so many lines in pixels. */
export function chipLinesHeight(lines: number, size: number): number {
  return lines * size * LINE;
}

/** Lays chips out from left to right, and in new lines where one is full. */
export function layOutChips(chips: readonly Chip[], area: ChipArea): PlacedChip[][] {
  const { x, width, size, mostLines } = area;
  const ellipsis: Chip = { text: "…" };
  const lines: PlacedChip[][] = [[]];
  let end = x;
  for (const [index, chip] of chips.entries()) {
    const text = cutStart(chip.text, monoFits(width - 2 * PADDING, size));
    const length = monoWidth(graphemes(text).length, size) + 2 * PADDING;
    if (end + length > x + width && lines.at(-1)!.length > 0) {
      lines.push([]);
      end = x;
    }
    lines.at(-1)!.push({ ...chip, text, x: end, width: length, tint: tintOf(chip, index) });
    end += length + GAP;
  }
  if (lines.length <= mostLines) return lines;
  return [...lines.slice(-mostLines)].map((line, at) => at === 0 ? marked(line, ellipsis, area) : line);
}

/** The first line that is left, with an ellipsis in place of its first chip. */
function marked([first, ...rest]: PlacedChip[], ellipsis: Chip, { size }: ChipArea): PlacedChip[] {
  const width = monoWidth(1, size) + 2 * PADDING;
  return [{
    ...first!,
    ...ellipsis,
    generated: false,
    x: first!.x + first!.width - width,
    width,
    tint: "none",
  }, ...rest];
}

function tintOf({ generated }: Chip, index: number): string {
  if (generated) return PALETTE["accent-tint"];
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
          size={size}
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
