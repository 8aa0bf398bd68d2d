/** An absolute path of straight lines. */
const STRAIGHT = /^[MLZ\d\s.,e+-]*$/;

/** Every number of it. */
const NUMBER = /-?[\d.]+(?:e[+-]?\d+)?/g;

/** A path of straight lines with its points on another scale; null for any other path. */
export function scaledPath(d: string, x: number, y: number): string | null {
  if (!STRAIGHT.test(d)) return null;
  const scaled = (value: string, by: number) => String(Number((Number(value) * by).toFixed(3)));
  let count = 0;
  return d.replace(NUMBER, (number) => scaled(number, count++ % 2 === 0 ? x : y));
}

/**
 * Writes the scale of a drawing that is stretched to its room into its paths: programs that do not know
 * `non-scaling-stroke` would stretch the width of the lines too.
 *
 * @param source The drawing on the page, which says how it is stretched.
 * @param copy Its copy, which is changed.
 */
export function evenScale(source: SVGSVGElement, copy: Element): void {
  const stretched = 'svg[preserveAspectRatio="none"]';
  const copies = [...copy.querySelectorAll(stretched)];
  [...source.querySelectorAll<SVGSVGElement>(stretched)].forEach((each, index) => {
    const { width, height } = each.viewBox.baseVal;
    const room = each.parentElement!.getBoundingClientRect();
    const paths = [...copies[index]!.querySelectorAll("path")];
    const scaled = paths.map((path) =>
      scaledPath(path.getAttribute("d") ?? "", room.width / width, room.height / height)
    );
    if (scaled.includes(null)) return;
    paths.forEach((path, place) => {
      path.setAttribute("d", scaled[place]!);
      path.removeAttribute("vector-effect");
    });
    for (const name of ["viewBox", "preserveAspectRatio"]) copies[index]!.removeAttribute(name);
  });
}
