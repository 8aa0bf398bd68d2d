/**
 * Draws a part of a page as one stand-alone SVG: its drawings with the stylesheet's colors written into them, its
 * texts and its tints where they stand. What the page shows is what the picture shows, without the page.
 *
 * @module
 */

/** What a picture says of itself. */
export interface PictureFacts {
  readonly title: string;
  /** Where it comes from. */
  readonly description: string;
}

const SVG = "http://www.w3.org/2000/svg";
const MARGIN = 12;

/** What a drawing takes from the stylesheet. */
const STYLES = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linejoin",
  "stroke-linecap",
  "stroke-opacity",
  "opacity",
  "paint-order",
  "font-family",
  "font-size",
  "font-weight",
  "font-variant-numeric",
  "text-anchor",
  "visibility",
  "display",
] as const;

/** Characters that XML cannot hold. */
// deno-lint-ignore no-control-regex
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** The text of an SVG file that looks as the element does now. */
export function drawSvg(element: Element, { title, description }: PictureFacts): string {
  const picture = document.createElementNS(SVG, "svg");
  const box = element.getBoundingClientRect();
  const drawn = document.createElementNS(SVG, "g");
  draw(element, drawn, box);
  const size = sizeOf(element, box);
  const [width, height] = [size.width + 2 * MARGIN, size.height + 2 * MARGIN];
  set(picture, { xmlns: SVG, width, height, viewBox: `0 0 ${width} ${height}`, role: "img" });
  picture.append(textNode("title", title), textNode("desc", description));
  const background = document.createElementNS(SVG, "rect");
  set(background, { width, height, fill: backgroundOf(element) });
  set(drawn, { transform: `translate(${MARGIN} ${MARGIN})` });
  picture.append(background, drawn);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(picture)}\n`;
}

/** A drawing wider than its frame is drawn whole. */
function sizeOf(element: Element, box: DOMRect): { width: number; height: number } {
  const rects = [element, ...element.querySelectorAll("svg, table")]
    .filter((each) => each.checkVisibility()).map((each) => each.getBoundingClientRect());
  return {
    width: Math.ceil(Math.max(...rects.map(({ right }) => right)) - box.left),
    height: Math.ceil(Math.max(...rects.map(({ bottom }) => bottom)) - box.top),
  };
}

function draw(element: Element, into: SVGElement, box: DOMRect): void {
  if (!isDrawn(element)) return;
  if (element instanceof SVGSVGElement) return void into.append(drawing(element, box));
  drawBox(element, into, box);
  if (element instanceof HTMLInputElement) return drawField(element, into, box);
  for (const child of element.childNodes) {
    if (child instanceof Element) draw(child, into, box);
    else if (child instanceof Text) drawText(child, into, box);
  }
}

/** Neither what is not shown, nor what is only there to be pressed or heard. */
function isDrawn(element: Element): boolean {
  if (element.matches("details, .tip, .vh, button:not(.choose), input[type=hidden], input[type=range]")) {
    return false;
  }
  if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
  return element.getBoundingClientRect().width > 1;
}

/** A drawing at its place, with the computed styles as attributes. */
function drawing(source: SVGSVGElement, box: DOMRect): SVGSVGElement {
  const copy = source.cloneNode(true) as SVGSVGElement;
  const originals = [source, ...source.querySelectorAll("*")];
  [copy, ...copy.querySelectorAll("*")].forEach((each, index) => inlineStyle(originals[index]!, each));
  const { left, top, width, height } = source.getBoundingClientRect();
  set(copy, { x: left - box.left, y: top - box.top, width, height, overflow: "visible" });
  for (const name of ["class", "role", "aria-label", "aria-hidden", "focusable"]) copy.removeAttribute(name);
  return copy;
}

function inlineStyle(source: Element, copy: Element): void {
  const style = getComputedStyle(source);
  for (const name of STYLES) {
    const value = style.getPropertyValue(name);
    // An svg inside an svg is no box: its own `display` is the page's business.
    if (name === "display" && value !== "none") continue;
    if (value === "") continue;
    copy.setAttribute(name, value);
  }
  copy.removeAttribute("class");
}

/** The tint behind an element, such as a chip's or a cell's. */
function drawBox(element: Element, into: SVGElement, box: DOMRect): void {
  const style = getComputedStyle(element);
  if (isClear(style.backgroundColor) || element instanceof HTMLTableElement) return;
  const { left, top, width, height } = element.getBoundingClientRect();
  const rect = document.createElementNS(SVG, "rect");
  const radius = parseFloat(style.borderTopLeftRadius) || 0;
  set(rect, { x: left - box.left, y: top - box.top, width, height, rx: radius, fill: style.backgroundColor });
  into.append(rect);
}

function drawField(field: HTMLInputElement, into: SVGElement, box: DOMRect): void {
  const rect = field.getBoundingClientRect();
  into.append(line(field.value, getComputedStyle(field), rect, box, "end", rect.right - 8));
}

/** A text as it was broken into lines. */
function drawText(node: Text, into: SVGElement, box: DOMRect): void {
  const parent = node.parentElement;
  if (parent === null || node.data.trim() === "") return;
  const style = getComputedStyle(parent);
  const isRight = /^(right|end)$/.test(style.textAlign);
  for (const { text, rect } of linesOf(node)) {
    into.append(line(text, style, rect, box, isRight ? "end" : "start", isRight ? rect.right : rect.left));
  }
}

interface Line {
  readonly text: string;
  readonly rect: DOMRect;
}

function linesOf(node: Text): Line[] {
  const lines: { text: string; start: number; end: number; top: number }[] = [];
  for (const word of node.data.matchAll(/\S+\s*|^\s+/g)) {
    const [start, end] = [word.index, word.index + word[0].length];
    const rect = rectOf(node, start, start + word[0].trimEnd().length || end);
    const last = lines.at(-1);
    if (last && Math.abs(last.top - rect.top) < 4) Object.assign(last, { text: last.text + word[0], end });
    else if (rect.width > 0) lines.push({ text: word[0], start, end, top: rect.top });
  }
  return lines.map(({ text, start, end }) => {
    const kept = text.trimEnd() === "" ? text : text.trimEnd();
    return { text: kept, rect: rectOf(node, start, end - (text.length - kept.length)) };
  });
}

function rectOf(node: Text, start: number, end: number): DOMRect {
  const range = document.createRange();
  range.setStart(node, start);
  range.setEnd(node, end);
  return range.getBoundingClientRect();
}

function line(
  text: string,
  style: CSSStyleDeclaration,
  rect: DOMRect,
  box: DOMRect,
  anchor: "start" | "end",
  x: number,
): SVGElement {
  const element = textNode("text", text);
  const size = parseFloat(style.fontSize);
  set(element, {
    x: x - box.left,
    // The middle of a line's box is about a third of the letters' height above their foot.
    y: (rect.top + rect.bottom) / 2 - box.top + size * 0.35,
    fill: style.color,
    "font-family": style.fontFamily,
    "font-size": style.fontSize,
    "font-weight": style.fontWeight,
    "text-anchor": anchor,
    "xml:space": "preserve",
  });
  return element;
}

function textNode(name: string, text: string): SVGElement {
  const element = document.createElementNS(SVG, name) as SVGElement;
  element.textContent = text.replaceAll(NOT_XML, "\ufffd");
  return element;
}

function set(element: Element, attributes: Readonly<Record<string, string | number>>): void {
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, typeof value === "number" ? String(Number(value.toFixed(2))) : value);
  }
}

/** The first color behind an element. */
function backgroundOf(element: Element): string {
  for (let each: Element | null = element; each; each = each.parentElement) {
    const { backgroundColor } = getComputedStyle(each);
    if (!isClear(backgroundColor)) return backgroundColor;
  }
  return "#fff";
}

function isClear(color: string): boolean {
  return color === "" || color === "transparent" || /^rgba\(.*, 0\)$/.test(color);
}
