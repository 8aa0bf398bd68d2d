/** Where a token stands in a figure, in pixels. */
export interface TokenBox {
  /** In prompt and generation together. */
  readonly position: number;
  readonly middle: number;
  readonly top: number;
  /** Where its line of text ends at the right. */
  readonly edge: number;
}

/** An arc to a token that is read. */
export interface Arc {
  readonly path: string;
  /** Share of what is read, 0 to 1. */
  readonly weight: number;
}

/** Weights below this are no arc: a head reads a little of everything. */
const LEAST = 0.02;
/**
 * Arcs from the last token to the tokens that it reads, each over its own line of text: one to a token of another line
 * comes in from that line's end. A token that reads itself has a small loop.
 *
 * @param tokens Those in sight; an arc to another one is left out.
 * @param weights By position.
 * @param highest Pixels that an arc rises at most: it stays in the space over its own line.
 */
export function attentionArcs(
  tokens: readonly TokenBox[],
  weights: ArrayLike<number>,
  highest: number,
): Arc[] {
  const last = tokens.find(({ position }) => position === weights.length - 1);
  return tokens.flatMap((token) => {
    const weight = weights[token.position] ?? 0;
    if (weight < LEAST) return [];
    const isSameLine = last !== undefined && Math.abs(last.top - token.top) < 8;
    return [{ weight, path: isSameLine ? arc(token, last, highest) : fromEnd(token) }];
  });
}

function arc(to: TokenBox, from: TokenBox, highest: number): string {
  const [left, right] = to === from ? [to.middle - 5, to.middle + 5] : [to.middle, from.middle];
  const rise = Math.min(highest, 6 + (right - left) / 24);
  // A cubic curve reaches three quarters of its control points' height.
  const control = to.top - rise / 0.75;
  return `M${px(left)} ${px(to.top)}C${px(left)} ${px(control)} ${px(right)} ${px(control)} ${px(right)} ${
    px(to.top)
  }`;
}

function fromEnd({ middle, top, edge }: TokenBox): string {
  const high = top - 6;
  return `M${px(edge)} ${px(high)}H${px(middle + 6)}Q${px(middle)} ${px(high)} ${px(middle)} ${px(top)}`;
}

function px(value: number): string {
  return value.toFixed(1);
}
