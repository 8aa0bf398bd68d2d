import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { type Arc, attentionArcs, type TokenBox } from "@/lib/ui/predictor/heads/attention_arcs.ts";

interface ArcsOverProps {
  /** What is read of each token, by position; null for nothing. */
  readonly weights: ArrayLike<number> | null;
  /** Selector of the box beside this figure that the tokens are in, each with its `data-position`. */
  readonly tokens: string;
  /** Pixels that an arc rises at most. */
  readonly highest: number;
}

/** Arcs from the last token to those that it reads, over tokens that are drawn already. */
export function ArcsOver({ weights, tokens, highest }: ArcsOverProps) {
  const figure = useRef<SVGSVGElement>(null);
  const [arcs, setArcs] = useState<readonly Arc[]>([]);
  useLayoutEffect(() => {
    const box = figure.current?.parentElement?.querySelector(tokens);
    setArcs(weights && box ? attentionArcs(boxesOf(figure.current!, box), weights, highest) : []);
  }, [weights]);
  return (
    <svg ref={figure} class="attention-arcs" width="100%" height="100%" aria-hidden="true" focusable="false">
      {arcs.map(({ path, weight }, i) => (
        <path key={i} d={path} stroke-width={(0.75 + 4 * weight).toFixed(2)} opacity={0.35 + 0.65 * weight} />
      ))}
    </svg>
  );
}

/** Where the tokens stand that are in sight, within the figure. */
function boxesOf(figure: SVGSVGElement, box: Element): TokenBox[] {
  const origin = figure.getBoundingClientRect();
  const seen = box.getBoundingClientRect();
  return [...box.querySelectorAll<HTMLElement>("[data-position]")].flatMap((token) => {
    // A token that is broken over two lines is read at its end.
    const rect = [...token.getClientRects()].filter(({ width }) => width > 0).at(-1);
    if (!rect || rect.top < seen.top - 4 || rect.bottom > seen.bottom + 4 || rect.left < seen.left) return [];
    return [{
      position: Number(token.dataset["position"]),
      middle: rect.left + rect.width / 2 - origin.left,
      top: rect.top - origin.top,
      edge: seen.right - origin.left - 8,
    }];
  });
}
