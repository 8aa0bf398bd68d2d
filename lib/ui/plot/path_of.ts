/** An SVG path through points; it breaks where a coordinate is not finite. */
export function pathOf(points: readonly (readonly [x: number, y: number])[]): string {
  let command = "M";
  let path = "";
  for (const [x, y] of points) {
    const isFinite = Number.isFinite(x) && Number.isFinite(y);
    if (isFinite) path += `${command}${x} ${y}`;
    command = isFinite ? "L" : "M";
  }
  return path;
}
