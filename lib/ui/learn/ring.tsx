/** A part of a ring: an aim, and how far one is with it. */
export interface RingItem {
  readonly title: string;
  readonly href: string;
  /** `right` is lit, `wrong` is outlined warmly, `before` is half lit, `open` is empty. */
  readonly state: "right" | "wrong" | "before" | "open";
}

interface RingProps {
  readonly items: readonly RingItem[];
  /** Radii in units of a drawing that is 200 wide, its middle at 100. */
  readonly inner: number;
  readonly outer: number;
}

/** Share of a part that is a gap to the next. */
const GAP = 0.06;

/**
 * One ring of parts that are links, as a part of a drawing. The drawing is hidden from screen readers and the Tab
 * key: the same links stand in a list beside it.
 */
export function Ring({ items, inner, outer }: RingProps) {
  return (
    <>
      {items.map(({ title, href, state }, index) => (
        <a key={title} href={href} tabIndex={-1} class={`ring-${state}`}>
          <path d={sector(index / items.length, (index + 1 - GAP) / items.length, inner, outer)}>
            <title>{title}</title>
          </path>
        </a>
      ))}
    </>
  );
}

/** The outline of a part of a ring, from and to in turns, clockwise from the top. */
function sector(from: number, to: number, inner: number, outer: number): string {
  const at = (turn: number, radius: number) => {
    const angle = 2 * Math.PI * (turn - 0.25);
    return `${(100 + radius * Math.cos(angle)).toFixed(2)} ${(100 + radius * Math.sin(angle)).toFixed(2)}`;
  };
  const large = to - from > 0.5 ? 1 : 0;
  return `M ${at(from, outer)} A ${outer} ${outer} 0 ${large} 1 ${at(to, outer)} ` +
    `L ${at(to, inner)} A ${inner} ${inner} 0 ${large} 0 ${at(from, inner)} Z`;
}
