import { branches } from "../corpus/grammar/derivation.ts";
import { begin, observe } from "../corpus/grammar/exact.ts";
import type { Node } from "../corpus/grammar/node.ts";

/** The exact probability that the grammar generates a document, its end included; 0 where it cannot. */
export function documentProbability(root: Node, text: string): number {
  let probability = 0;
  for (const { chance, ahead, ended, derivation } of observe(begin(root), text).hypotheses) {
    if (ahead !== "" || ended) continue;
    for (const branch of branches(derivation)) {
      if (branch.text === null) probability += chance * branch.chance;
    }
  }
  return probability;
}
