import { Mono, Words } from "@/lib/ui/preview/lettering.tsx";
import { PALETTE } from "@/lib/ui/preview/palette.ts";
import { BODY } from "@/lib/ui/preview/preview_card.tsx";

const NAMES = ["tokens of context", "numbers a token", "hidden units"] as const;
const WIDTH = 296;
const GAP = 92;

/** A network's layers as boxes from left to right, each with its size. */
export function NetworkBoxes({ sizes }: { readonly sizes: readonly [number, number, number] }) {
  return (
    <g>
      {sizes.map((size, index) => {
        const x = BODY.left + index * (WIDTH + GAP);
        return (
          <g key={index}>
            <rect
              x={x}
              y="262"
              width={WIDTH}
              height="190"
              rx="10"
              fill={PALETTE.surface}
              stroke={PALETTE.line}
              stroke-width="2"
            />
            <Mono x={x + WIDTH / 2} y={360} size={64} anchor="middle">{`${size}`}</Mono>
            <Words x={x + WIDTH / 2} y={414} size={24} color={PALETTE.quiet} anchor="middle">
              {NAMES[index]!}
            </Words>
            {index < 2 && (
              <path
                d={`M${x + WIDTH + 14} 357h${GAP - 28}m-12 -10l12 10l-12 10`}
                fill="none"
                stroke={PALETTE.edge}
                stroke-width="3"
              />
            )}
          </g>
        );
      })}
    </g>
  );
}
