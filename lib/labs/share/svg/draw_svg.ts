/**
 * Draws a part of a page as one stand-alone SVG: its drawings with the stylesheet's colors written into them, its
 * texts and its tints where they stand. What the page shows is what the picture shows, without the page.
 *
 * @module
 */
import { drawBox } from "@/lib/labs/share/svg/draw_box.ts";
import { drawDrawing } from "@/lib/labs/share/svg/draw_drawing.ts";
import { drawField, drawMark, drawText } from "@/lib/labs/share/svg/draw_text.ts";
import { isClear, lengthOf, set, type Sheet, SVG, textNode } from "@/lib/labs/share/svg/sheet.ts";

/** What a picture says of itself. */
interface PictureFacts {
  readonly title: string;
  /** Where it comes from. */
  readonly description: string;
}

const MARGIN = 12;

/** Height of a title that the page does not show. */
const TITLE_ROOM = 28;

/** The text of an SVG file that looks as the element does now. */
export function drawSvg(element: Element, { title, description }: PictureFacts): string {
  const drawn = document.createElementNS(SVG, "g");
  const { left, top } = element.getBoundingClientRect();
  const sheet: Sheet = { into: drawn, left, top, right: left, bottom: top };
  draw(element, sheet);
  // A caption that the page only reads aloud is needed where the page is not around the picture.
  const room = element.querySelector(":scope > :is(caption, figcaption).vh") ? TITLE_ROOM : 0;
  const titled = room > 0 ? titleLine(title, getComputedStyle(element)) : null;
  const width = Math.ceil(Math.max(sheet.right - left, titled?.width ?? 0)) + 2 * MARGIN;
  const height = Math.ceil(sheet.bottom - top) + 2 * MARGIN + room;
  set(drawn, { transform: `translate(${MARGIN} ${MARGIN + room})` });
  const picture = document.createElementNS(SVG, "svg");
  set(picture, { xmlns: SVG, width, height, viewBox: `0 0 ${width} ${height}`, role: "img" });
  const background = document.createElementNS(SVG, "rect");
  set(background, { width, height, fill: backgroundOf(element) });
  picture.append(textNode("title", title), textNode("desc", description), background, drawn);
  if (titled) picture.append(titled.line);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(picture)}\n`;
}

function titleLine(title: string, style: CSSStyleDeclaration): { line: SVGElement; width: number } {
  const line = textNode("text", title);
  const { color, fontFamily } = style;
  const ruler = document.createElement("canvas").getContext("2d")!;
  ruler.font = `600 16px ${fontFamily}`;
  const { width } = ruler.measureText(title);
  set(line, {
    x: MARGIN,
    y: MARGIN + 14,
    fill: color,
    "font-family": fontFamily,
    "font-size": "16px",
    "font-weight": 600,
    ...lengthOf(title, width),
  });
  return { line, width };
}

function draw(element: Element, sheet: Sheet): void {
  if (!isDrawn(element)) return;
  drawBox(element, sheet);
  if (element instanceof SVGSVGElement) return drawDrawing(element, sheet);
  if (element instanceof HTMLInputElement) return drawField(element, sheet);
  drawMark(element, sheet);
  for (const child of element.childNodes) {
    if (child instanceof Element) draw(child, sheet);
    else if (child instanceof Text) drawText(child, sheet);
  }
}

/** Neither what is not shown, nor what is only there to be pressed or heard; a token that can be pressed is a name too. */
function isDrawn(element: Element): boolean {
  if (
    element.matches(
      "details, .tip, .vh, button:not(.choose, .row-head, :has(.chip)), input[type=hidden], input[type=range]",
    )
  ) {
    return false;
  }
  if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
  return element.getBoundingClientRect().width > 1;
}

/** The first color behind an element. */
function backgroundOf(element: Element): string {
  for (let each: Element | null = element; each; each = each.parentElement) {
    const { backgroundColor } = getComputedStyle(each);
    if (!isClear(backgroundColor)) return backgroundColor;
  }
  return "#fff";
}
