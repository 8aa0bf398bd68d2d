import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { createHeap } from "@/lib/lm/bpe/heap.ts";
import { learnPairs } from "@/lib/lm/bpe/learn_pairs.ts";

Deno.test("createHeap() gives values in their order, whatever is pushed between", () => {
  fc.assert(fc.property(fc.array(fc.option(fc.integer({ min: -9, max: 9 }))), (steps) => {
    const heap = createHeap<number>((a, b) => a < b);
    const plain: number[] = [];
    for (const step of steps) {
      if (step === null) assertEquals(heap.pop(), plain.sort((a, b) => a - b).shift());
      else {
        heap.push(step);
        plain.push(step);
      }
      assertEquals(heap.first(), plain.length === 0 ? undefined : Math.min(...plain));
    }
    assertEquals(plain.map(() => heap.pop()), plain.toSorted((a, b) => a - b));
    assertEquals([heap.first(), heap.pop()], [undefined, undefined]);
  }));
});

Deno.test("createHeap() compares about twice the depth for each value", () => {
  let compared = 0;
  const heap = createHeap<number>((a, b) => (compared++, a < b));
  const values = Array.from({ length: 1024 }, (_, at) => at * 733 % 1024);
  values.forEach((value) => heap.push(value));
  values.forEach((_, at) => assertEquals(heap.pop(), at));
  assert(compared < 1024 * 30, `${compared}`);
});

Deno.test("learnPairs() counts places joined, and places of a word looked at before and after", () => {
  const cost = (tie: "earliest" | "lowest", symbols: readonly number[]) =>
    learnPairs([{ symbols, count: 1 }], { tie, join: () => 9 });
  // Four places at first; two of them are joined; four are looked at before, two after.
  assertEquals([cost("lowest", [0, 1, 0, 1]), cost("earliest", [0, 1, 0, 1])], [4 + 2, 4 + 2 + 4 + 2]);
  assertEquals([cost("lowest", [0, 1, 2]), cost("earliest", [0, 1, 2])], [3, 3]);
});
