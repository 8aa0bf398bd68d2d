/**
 * Texts of a page, drawn where they stand.
 *
 * @module
 */
import { lengthOf, put, set, type Sheet, textNode } from "@/lib/labs/share/svg/sheet.ts";

/** What the stylesheet writes into a token's invisible characters. */
export function drawMark(element: Element, sheet: Sheet): void {
  if (!element.matches(".tp")) return;
  for (const place of ["::before", "::after"]) {
    const style = getComputedStyle(element, place);
    const text = /^"([^"]+)"/.exec(style.content)?.[1];
    const rect = element.getBoundingClientRect();
    if (text) put(line(text, style, rect, "middle", (rect.left + rect.right) / 2, sheet), rect, sheet);
  }
}

/** What stands in a field. */
export function drawField(field: HTMLInputElement, sheet: Sheet): void {
  const rect = field.getBoundingClientRect();
  const text = line(field.value, getComputedStyle(field), rect, "end", rect.right - 8, sheet);
  for (const name of ["textLength", "lengthAdjust"]) text.removeAttribute(name);
  put(text, rect, sheet);
}

/** A text as it was broken into lines. */
export function drawText(node: Text, sheet: Sheet): void {
  const parent = node.parentElement;
  if (parent === null || node.data.trim() === "") return;
  const style = getComputedStyle(parent);
  const isRight = /^(right|end)$/.test(style.textAlign);
  for (const { text, rect } of linesOf(node)) {
    const x = isRight ? rect.right : rect.left;
    put(line(text, style, rect, isRight ? "end" : "start", x, sheet), rect, sheet);
  }
}

interface Line {
  readonly text: string;
  readonly rect: DOMRect;
}

/** Longer texts are no part of a figure; measuring each character of one would take long. */
const LONGEST = 2000;

function linesOf(node: Text): Line[] {
  const starts: { start: number; top: number }[] = [];
  for (const { 0: character, index } of node.data.slice(0, LONGEST).matchAll(/\S/gu)) {
    const { top } = rectOf(node, index, index + character.length);
    if (starts.length === 0 || Math.abs(starts.at(-1)!.top - top) > 4) starts.push({ start: index, top });
  }
  return starts.map(({ start }, index) => {
    const text = node.data.slice(start, starts[index + 1]?.start ?? LONGEST).trimEnd();
    return { text: text.replaceAll(/\s+/g, " "), rect: rectOf(node, start, start + text.length) };
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
  anchor: "start" | "middle" | "end",
  x: number,
  sheet: Sheet,
): SVGElement {
  const element = textNode("text", text);
  set(element, {
    x: x - sheet.left,
    // The middle of a line's box is about a third of the letters' height above their foot.
    y: (rect.top + rect.bottom) / 2 - sheet.top + parseFloat(style.fontSize) * 0.35,
    fill: style.color,
    opacity: style.opacity,
    "font-family": style.fontFamily,
    "font-size": style.fontSize,
    "font-weight": style.fontWeight,
    "text-anchor": anchor,
    ...(anchor === "middle" ? {} : lengthOf(text, rect.width)),
  });
  return element;
}
