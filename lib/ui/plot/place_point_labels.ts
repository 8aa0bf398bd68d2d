/** A point that has a label, in the units of its area. */
export interface LabeledPoint {
  readonly x: number;
  readonly y: number;
  /** Size of the label's box. */
  readonly width: number;
  readonly height: number;
}

/** Where a label's box begins: its left upper corner; null where there is no room for it. */
type PlacedLabel = { readonly x: number; readonly y: number } | null;

/** Room between a point and its label, and the size of a point. */
const GAP = 5;

/**
 * Places labels beside their points so that none covers another label or a point and none leaves the area: of eight
 * places around each point the first that is free, points in the order given.
 */
export function placePointLabels(
  points: readonly LabeledPoint[],
  area: { readonly width: number; readonly height: number },
): PlacedLabel[] {
  const boxes: Box[] = points.map(({ x, y }) => ({
    x: x - GAP + 1,
    y: y - GAP + 1,
    width: 2 * GAP - 2,
    height: 2 * GAP - 2,
  }));
  return points.map((point) => {
    const place = placesOf(point).find((box) =>
      isInside(box, area) && !boxes.some((other) => overlap(box, other))
    );
    if (!place) return null;
    boxes.push(place);
    return { x: place.x, y: place.y };
  });
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function placesOf({ x, y, width, height }: LabeledPoint): Box[] {
  const [right, left, middle] = [x + GAP, x - GAP - width, x - width / 2];
  const [above, below, beside] = [y - GAP - height, y + GAP, y - height / 2];
  const corners = [[right, beside], [left, beside], [middle, above], [middle, below], [right, above], [
    right,
    below,
  ], [
    left,
    above,
  ], [left, below]] as const;
  return corners.map(([left, top]) => ({ x: left, y: top, width, height }));
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function isInside(
  { x, y, width, height }: Box,
  area: { readonly width: number; readonly height: number },
): boolean {
  return x >= 0 && y >= 0 && x + width <= area.width && y + height <= area.height;
}
