import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { joinPairs, type LearnedPairs } from "@/lib/lm/bpe/join_pairs.ts";

/** Joins as the rule says, by looking at everything each time. */
function plainJoin(symbols: readonly number[], pairs: LearnedPairs): number[] {
  let ids = [...symbols];
  for (;;) {
    const ranks = ids.slice(1).map((right, i) => pairs.rank(ids[i]!, right) ?? Infinity);
    const best = Math.min(...ranks, Infinity);
    if (best === Infinity) return ids;
    const joined: number[] = [];
    let isOpen = true;
    for (let i = 0; i < ids.length; i++) {
      const isPair = isOpen && i + 1 < ids.length && pairs.rank(ids[i]!, ids[i + 1]!) === best;
      joined.push(isPair ? pairs.joined(best) : ids[i]!);
      if (isPair) i++;
      if (isPair && !pairs.inPasses) isOpen = false;
    }
    ids = joined;
  }
}

/** Pairs of the tokens 0 to 3 and of those that they become; some become the same. */
const learnedPairs = fc.record({
  rules: fc.uniqueArray(fc.tuple(fc.nat(9), fc.nat(9)), { selector: String, maxLength: 25 }),
  inPasses: fc.boolean(),
}).map(({ rules, inPasses }): LearnedPairs => {
  const ranks = new Map(rules.map(([left, right], rank) => [`${left} ${right}`, rank]));
  // Never one of its halves: a token is longer than those that it is made of.
  return { rank: (left, right) => ranks.get(`${left} ${right}`), joined: (rank) => 10 + rank % 20, inPasses };
});

Deno.test("joinPairs() joins what looking at everything each time joins", () => {
  const symbols = fc.array(fc.nat(9), { maxLength: 60 });
  fc.assert(
    fc.property(symbols, learnedPairs, (ids, pairs) => {
      assertEquals(joinPairs(ids, pairs), plainJoin(ids, pairs));
    }),
    { numRuns: 3000 },
  );
});

Deno.test("joinPairs() looks at no more than six pairs for each symbol", () => {
  for (const inPasses of [false, true]) {
    let looks = 0;
    // aaaa becomes AA, becomes B: every pair of equals is one.
    const pairs: LearnedPairs = {
      rank: (left, right) => (looks++, left === right && left < 40 ? left : undefined),
      joined: (rank) => rank + 1,
      inPasses,
    };
    const length = 2 ** 14;
    assertEquals(joinPairs(new Int32Array(length), pairs), [14]);
    assert(looks <= 6 * length, `${looks}`);
  }
});
