/**
 * The frame of a picture that stands for a page where its link is shared.
 *
 * @module
 */
import type { ComponentChildren, VNode } from "preact";
import { cutEnd } from "@/lib/lm/graphemes.ts";
import { Words } from "@/lib/ui/preview/lettering.tsx";
import { PALETTE } from "@/lib/ui/preview/palette.ts";

/** Width of every picture in pixels. */
export const WIDTH = 1200;
/** Height of every picture in pixels. */
export const HEIGHT = 630;
/** Where what is drawn begins and ends. */
export const BODY = { left: 64, right: 1136, top: 128, bottom: 556, width: 1072 } as const;

/** Characters of the line below that fit for certain. */
const MAX_NOTE = 96;

interface PreviewCardProps {
  /** Title of the page. */
  readonly heading: string;
  /** Where the figures come from: a line below the drawing. */
  readonly note: string;
  readonly children?: ComponentChildren;
}

/** The site's name and the page's title above, a drawing, and a line of where it comes from below. */
export function PreviewCard({ heading, note, children }: PreviewCardProps): VNode {
  const { left, right } = BODY;
  return (
    <svg xmlns="http://www.w3.org/2000/svg" width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`}>
      <rect width={WIDTH} height={HEIGHT} fill={PALETTE.background} />
      <rect width={WIDTH} height="8" fill={PALETTE.accent} />
      <Words x={left} y={68} size={26} bold>Next-Token Playground</Words>
      <Words x={right} y={68} size={26} color={PALETTE.quiet} anchor="end">{heading}</Words>
      <path d={`M${left} 94H${right}`} stroke={PALETTE.line} stroke-width="2" />
      {children}
      <Words x={left} y={600} size={22} color={PALETTE.quiet}>{cutEnd(note, MAX_NOTE)}</Words>
    </svg>
  );
}
