import { isClear, put, set, type Sheet, SVG } from "@/lib/labs/share/svg/sheet.ts";

/** The tint behind an element, such as a chip's or a cell's, and the lines at its sides, such as an axis. */
export function drawBox(element: Element, sheet: Sheet): void {
  const style = getComputedStyle(element);
  const rect = element.getBoundingClientRect();
  const { left, top, width, height } = rect;
  if (!isClear(style.backgroundColor) && !(element instanceof HTMLTableElement)) {
    const tint = document.createElementNS(SVG, "rect");
    const rx = parseFloat(style.borderTopLeftRadius) || 0;
    set(tint, { x: left - sheet.left, y: top - sheet.top, width, height, rx, fill: style.backgroundColor });
    put(tint, rect, sheet);
  }
  // A field is drawn as its value; the line under a term says only that it can be pointed at.
  if (!element.matches("input, .term")) drawSides(style, rect, sheet);
}

const SIDES = ["left", "top", "right", "bottom"] as const;

function drawSides(style: CSSStyleDeclaration, rect: DOMRect, sheet: Sheet): void {
  const { left, top, right, bottom } = rect;
  const ends = { left: [left, top, left, bottom], top: [left, top, right, top] } as Record<string, number[]>;
  ends["right"] = [right, top, right, bottom];
  ends["bottom"] = [left, bottom, right, bottom];
  for (const side of SIDES) {
    const width = parseFloat(style.getPropertyValue(`border-${side}-width`)) || 0;
    const color = style.getPropertyValue(`border-${side}-color`);
    if (width === 0 || style.getPropertyValue(`border-${side}-style`) === "none" || isClear(color)) continue;
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = ends[side]!;
    const line = document.createElementNS(SVG, "line");
    set(line, {
      x1: x1 - sheet.left,
      y1: y1 - sheet.top,
      x2: x2 - sheet.left,
      y2: y2 - sheet.top,
      stroke: color,
      "stroke-width": width,
    });
    put(line, rect, sheet);
  }
}
