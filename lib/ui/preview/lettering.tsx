/**
 * Text of pictures. What a visitor wrote stands in the mono font, whose width is known before it is drawn.
 *
 * @module
 */
import { PALETTE } from "@/lib/ui/preview/palette.ts";

/** Width of a mono character as a share of the font's size. */
const ADVANCE = 0.6;

/** Width of a number of mono characters, in pixels. */
export function monoWidth(characters: number, size: number): number {
  return characters * size * ADVANCE;
}

/** How many mono characters fit into a width. */
export function monoFits(width: number, size: number): number {
  return Math.floor(width / (size * ADVANCE));
}

/** Props of {@linkcode Words} and {@linkcode Mono}. */
interface LetteringProps {
  readonly x: number;
  /** The baseline. */
  readonly y: number;
  readonly size: number;
  readonly color?: string;
  readonly anchor?: "start" | "middle" | "end";
  readonly bold?: boolean;
  readonly children: string;
}

/** The site's own words. */
export function Words({ x, y, size, color = PALETTE.text, anchor, bold = false, children }: LetteringProps) {
  return (
    <text
      x={x}
      y={y}
      font-family="Inter"
      font-size={size}
      font-weight={bold ? 600 : 400}
      fill={color}
      text-anchor={anchor}
    >
      {children}
    </text>
  );
}

/** Figures, and what a visitor wrote. */
export function Mono({ x, y, size, color = PALETTE.text, anchor, children }: LetteringProps) {
  return (
    <text x={x} y={y} font-family="JetBrains Mono" font-size={size} fill={color} text-anchor={anchor}>
      {children}
    </text>
  );
}
