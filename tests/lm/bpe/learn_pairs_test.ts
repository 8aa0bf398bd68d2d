import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { type CountedWord, learnPairs } from "@/lib/lm/bpe/learn_pairs.ts";
import type { TieRule } from "@/lib/lm/bpe/pair_queue.ts";
import { plainLearnPairs, takeEarliest, takeLowest } from "./plain_learn_pairs.ts";

/** Names tokens by their text, so that two pairs may become the same token. */
function namer(most: number) {
  const texts = [..."abcdef"];
  const learned = new Set<string>();
  return (left: number, right: number): number | null => {
    if (learned.size >= most) return null;
    const text = texts[left]! + texts[right]!;
    learned.add(`${left} ${right}`);
    const known = texts.indexOf(text);
    return known >= 0 ? known : texts.push(text) - 1;
  };
}

function learned(words: readonly CountedWord[], tie: TieRule, most: number) {
  const join = namer(most);
  const pairs: [number, number, number][] = [];
  learnPairs(words, {
    tie,
    join(left, right) {
      const joined = join(left, right);
      if (joined !== null) pairs.push([left, right, joined]);
      return joined;
    },
  });
  return pairs;
}

const word = fc.record({
  symbols: fc.array(fc.nat(4), { minLength: 1, maxLength: 24 }),
  count: fc.integer({ min: 1, max: 4 }),
});

for (const [tie, take] of [["earliest", takeEarliest], ["lowest", takeLowest]] as const) {
  Deno.test(`learnPairs() learns what counting everything again learns: ${tie} of equals`, () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 8 }), fc.nat(40), (words, most) => {
        const plain = words.map(({ symbols, count }) => ({ ids: [...symbols], count }));
        assertEquals(learned(words, tie, most), plainLearnPairs(plain, take, namer(most)));
      }),
      { numRuns: 1500 },
    );
  });
}

/** Letters of a made word: the same every time. */
function letters(length: number, alphabet: number): number[] {
  let seed = 1;
  return Array.from({ length }, () => (seed = (seed * 48271) % 2147483647) % alphabet);
}

Deno.test("learnPairs() looks at each place of one long word a few times, however many pairs it learns", () => {
  for (const alphabet of [1, 2, 5, 26]) {
    const work = (length: number) => {
      let next = alphabet;
      return learnPairs([{ symbols: letters(length, alphabet), count: 1 }], {
        tie: "lowest",
        join: () => next++,
      });
    };
    assert(work(20_000) < 5 * 20_000, `${alphabet} letters: ${work(20_000)}`);
    assert(work(20_000) < 2.5 * work(10_000));
  }
});

Deno.test("learnPairs() looks at each place of short words at most twice their square times", () => {
  const words = Array.from({ length: 2000 }, (_, i) => ({ symbols: letters(32, 26 - i % 3), count: 1 }));
  let next = 26;
  const work = learnPairs(words, { tie: "earliest", join: () => next++ });
  assert(work < 2000 * 32 * 2 * 32, `${work}`);
});
