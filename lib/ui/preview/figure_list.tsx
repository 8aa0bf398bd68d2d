import { Mono, Words } from "@/lib/ui/preview/lettering.tsx";
import { PALETTE } from "@/lib/ui/preview/palette.ts";
import { BODY } from "@/lib/ui/preview/preview_card.tsx";

/** A large figure, and what it is made of. */
interface FigureListProps {
  /** What the large figure is. */
  readonly name: string;
  readonly figure: string;
  /** Further facts, one a line. */
  readonly facts: readonly string[];
}

/** The figure that a page is about, at the left, with facts below it. */
export function FigureList({ name, figure, facts }: FigureListProps) {
  const size = Math.min(64, Math.floor(340 / (Math.max(figure.length, 1) * 0.6)));
  return (
    <g>
      <Words x={BODY.left} y={160} size={26} color={PALETTE.quiet}>{name}</Words>
      <Mono x={BODY.left} y={238} size={size}>{figure}</Mono>
      {facts.map((fact, index) => (
        <Words key={index} x={BODY.left} y={302 + index * 40} size={24}>{fact}</Words>
      ))}
    </g>
  );
}
