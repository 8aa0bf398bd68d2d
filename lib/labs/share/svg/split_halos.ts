/**
 * Draws a text's halo as a text of its own, behind it: programs that do not know `paint-order` draw the halo over the
 * letters.
 */
export function splitHalos(root: Element): void {
  for (const text of root.querySelectorAll("text")) {
    const hasHalo = (text.getAttribute("paint-order") ?? "").startsWith("stroke") &&
      (text.getAttribute("stroke") ?? "none") !== "none";
    for (const each of [text, ...text.querySelectorAll("*")]) each.removeAttribute("paint-order");
    if (!hasHalo) continue;
    const halo = text.cloneNode(true) as Element;
    for (const each of [halo, ...halo.querySelectorAll("*")]) each.setAttribute("fill", "none");
    for (const each of [text, ...text.querySelectorAll("*")]) each.setAttribute("stroke", "none");
    text.before(halo);
  }
  for (const each of [root, ...root.querySelectorAll("[paint-order]")]) each.removeAttribute("paint-order");
}
