/** Something on a page that can be taken away as a picture. */
export interface PageFigure {
  readonly title: string;
  readonly element: Element;
}

/** Figures with drawings, tables with drawings or tints, and drawings that stand alone. */
const CANDIDATES = "figure:has(svg), table:has(svg), table.heat-map, svg[role=img]";

/** Every picture that is shown inside an element; what is inside another is part of it. */
export function findFigures(root: ParentNode): PageFigure[] {
  const shown = [...root.querySelectorAll(CANDIDATES)].filter((element) =>
    element.checkVisibility() && element.getBoundingClientRect().width > 0
  );
  return shown.filter((element) => !shown.some((other) => other !== element && other.contains(element)))
    .map((element) => ({ title: titleOf(element), element }));
}

/** A longer label describes the figure rather than naming it. */
const LONGEST_TITLE = 90;

function titleOf(element: Element): string {
  const caption = element.querySelector("figcaption:not(:has(svg)), caption")?.cloneNode(true) as
    | Element
    | undefined;
  for (const tip of caption?.querySelectorAll(".tip") ?? []) tip.remove();
  const label = element.getAttribute("aria-label") ??
    element.querySelector("svg[role=img]")?.getAttribute("aria-label");
  const title = (caption?.textContent ?? label ?? "Figure").replaceAll(/\s+/g, " ").trim();
  if (title.length <= LONGEST_TITLE) return title;
  return element.closest("section[aria-label]")?.getAttribute("aria-label") ?? title.slice(0, LONGEST_TITLE);
}
