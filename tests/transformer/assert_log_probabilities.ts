import { assert } from "@std/assert";
import { logSoftmax } from "@/lib/lm/distribution/softmax.ts";
import type { Transformer } from "@/lib/transformer/forward.ts";
import type { FamilyCase } from "@/tests/transformer/family_cases.ts";
import { largestDifference } from "@/tests/transformer/reference.ts";

/** A case's text gives PyTorch's log-probabilities at each position, read whole and token by token. */
export function assertLogProbabilities(transformer: Transformer, one: FamilyCase, name: string): void {
  const { vocabulary } = transformer.config;
  const whole = transformer.forward(one.tokens, transformer.createMemory(), one.tokens.length);
  const memory = transformer.createMemory();
  one.logProbabilities.forEach((expected, position) => {
    const row = whole.subarray(position * vocabulary, (position + 1) * vocabulary);
    const step = transformer.forward([one.tokens[position]!], memory, 1);
    for (const logits of [row, step]) {
      const difference = largestDifference(logSoftmax(logits), expected);
      assert(difference < 1e-4, `${name}: position ${position} differs by ${difference}`);
    }
  });
}
