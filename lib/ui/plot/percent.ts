/** A share of a length as an SVG attribute: `12.5%`, three decimals at most. */
export function percent(share: number): string {
  return `${Number((share * 100).toFixed(3))}%`;
}
