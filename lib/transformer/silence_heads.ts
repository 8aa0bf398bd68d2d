import type { LoadedMatrix, Ops } from "@/lib/transformer/ops.ts";

/** An attention head: its layer and its place there, from 0. */
export type Head = readonly [layer: number, head: number];

/**
 * Operations of one layer with some of its attention heads off: what they mix of the values is zero, so that they add
 * nothing to the stream.
 */
export function silenceHeads<M extends LoadedMatrix>(
  ops: Ops<M>,
  layer: number,
  heads: readonly Head[],
): Ops<M> {
  const silent = heads.filter(([of]) => of === layer).map(([, head]) => head);
  if (silent.length === 0) return ops;
  return {
    ...ops,
    attend(shape, queries, keys, values, start, tokens, out, observe) {
      ops.attend(shape, queries, keys, values, start, tokens, out, observe);
      const { heads: count, headWidth: width } = shape;
      for (let token = 0; token < tokens; token++) {
        for (const head of silent) {
          out.fill(0, (token * count + head) * width, (token * count + head + 1) * width);
        }
      }
    },
  };
}
