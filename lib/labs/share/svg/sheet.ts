/**
 * The sheet that a picture is drawn on.
 *
 * @module
 */

/** The namespace of every element of a picture. */
export const SVG = "http://www.w3.org/2000/svg";

/** Characters that XML cannot hold. */
// deno-lint-ignore no-control-regex
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** Where things are drawn, and how far they reach. */
export interface Sheet {
  readonly into: SVGElement;
  /** The corner that everything is measured from. */
  readonly left: number;
  readonly top: number;
  right: number;
  bottom: number;
}

/** Draws something that covers a part of the page. */
export function put(what: SVGElement, { right, bottom }: DOMRect, sheet: Sheet): void {
  sheet.into.append(what);
  sheet.right = Math.max(sheet.right, right);
  sheet.bottom = Math.max(sheet.bottom, bottom);
}

/** An element with a text; what XML cannot hold is replaced. */
export function textNode(name: string, text: string): SVGElement {
  const element = document.createElementNS(SVG, name) as SVGElement;
  element.textContent = text.replaceAll(NOT_XML, "\ufffd");
  return element;
}

/** Sets attributes; numbers have two decimals at most. */
export function set(element: Element, attributes: Readonly<Record<string, string | number>>): void {
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, typeof value === "number" ? String(Number(value.toFixed(2))) : value);
  }
}

/** Holds a text to the width that it has on the page: another font than the page's would let it run into the next one. */
export function lengthOf(text: string, width: number): Readonly<Record<string, string | number>> {
  return [...text].length < 2 || width <= 0 ? {} : { textLength: width, lengthAdjust: "spacingAndGlyphs" };
}

/** Whether a color covers nothing. */
export function isClear(color: string): boolean {
  return color === "" || color === "transparent" || /^rgba\(.*, 0\)$/.test(color);
}
