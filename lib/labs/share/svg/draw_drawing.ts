import { evenScale } from "@/lib/labs/share/svg/even_scale.ts";
import { splitHalos } from "@/lib/labs/share/svg/split_halos.ts";
import { put, set, type Sheet } from "@/lib/labs/share/svg/sheet.ts";

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

/** Draws a drawing of the page at its place, with the computed styles as attributes. */
export function drawDrawing(source: SVGSVGElement, sheet: Sheet): void {
  const copy = source.cloneNode(true) as SVGSVGElement;
  const originals = [source, ...source.querySelectorAll("*")];
  [copy, ...copy.querySelectorAll("*")].forEach((each, index) => inlineStyle(originals[index]!, each));
  splitHalos(copy);
  evenScale(source, copy);
  const { left, top, width, height } = source.getBoundingClientRect();
  set(copy, { x: left - sheet.left, y: top - sheet.top, width, height, overflow: "visible" });
  for (const name of ["role", "aria-label", "aria-hidden", "focusable"]) copy.removeAttribute(name);
  put(copy, source.getBoundingClientRect(), sheet);
}

function inlineStyle(source: Element, copy: Element): void {
  const style = getComputedStyle(source);
  for (const name of STYLES) {
    const value = style.getPropertyValue(name);
    // An svg inside an svg is no box: its own `display` is the page's business.
    if (value === "" || name === "display" && value !== "none") continue;
    copy.setAttribute(name, value);
  }
  copy.removeAttribute("class");
}
