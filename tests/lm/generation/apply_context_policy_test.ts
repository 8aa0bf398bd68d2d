import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { applyContextPolicy } from "@/lib/lm/generation/apply_context_policy.ts";
import { contextOf } from "@/lib/lm/generation/context_of.ts";
import { CONTEXT_POLICIES } from "@/lib/lm/generation/context_policy.ts";

Deno.test("applyContextPolicy() drops nothing below the limit", () => {
  for (const policy of CONTEXT_POLICIES) {
    assertEquals(applyContextPolicy(7_999, 8_000, policy), { kept: [[0, 7_999]], dropped: [] });
    assertEquals(applyContextPolicy(0, 8_000, policy), { kept: [], dropped: [] });
    assertEquals(applyContextPolicy(9, Infinity, policy), { kept: [[0, 9]], dropped: [] });
  }
});

Deno.test("applyContextPolicy() makes room for token 8,001", () => {
  const full = (policy: typeof CONTEXT_POLICIES[number]) => applyContextPolicy(8_000, 8_000, policy);
  assertEquals(full("reject"), { kept: [[0, 8_000]], dropped: [] });
  assertEquals(full("truncate_start"), { kept: [[1, 8_000]], dropped: [[0, 1]] });
  assertEquals(full("truncate_middle"), { kept: [[0, 3_999], [4_000, 8_000]], dropped: [[3_999, 4_000]] });
  assertEquals(full("keep_prefix"), { kept: [[0, 2_000], [2_001, 8_000]], dropped: [[2_000, 2_001]] });
  assertEquals(full("slide_with_sinks"), { kept: [[0, 4], [5, 8_000]], dropped: [[4, 5]] });
  assertEquals(full("summarize"), { kept: [[4_000, 8_000]], dropped: [[0, 4_000]] });
});

Deno.test("applyContextPolicy() keeps the prefix and the sinks it is told", () => {
  assertEquals(applyContextPolicy(12, 10, "keep_prefix", { keep: 3 }).kept, [[0, 3], [6, 12]]);
  assertEquals(applyContextPolicy(12, 10, "slide_with_sinks", { sinks: 0 }).kept, [[3, 12]]);
});

Deno.test("applyContextPolicy() leaves room for the latest token whatever the prefix", () => {
  assertEquals(applyContextPolicy(12, 10, "keep_prefix", { keep: 99 }).kept, [[0, 8], [11, 12]]);
  assertEquals(applyContextPolicy(5, 3, "slide_with_sinks").kept, [[0, 1], [4, 5]]);
});

Deno.test("applyContextPolicy() covers every position once and keeps fewer than the limit", () => {
  const policies = fc.constantFrom(...CONTEXT_POLICIES.filter((policy) => policy !== "reject"));
  fc.assert(
    fc.property(
      fc.nat(60),
      fc.integer({ min: 2, max: 30 }),
      policies,
      fc.nat(40),
      (length, limit, policy, keep) => {
        const { kept, dropped } = applyContextPolicy(length, limit, policy, { keep, sinks: keep });
        const all = [...kept, ...dropped].sort(([a], [b]) => a - b);
        assertEquals(all.flatMap(([start, end]) => start < end ? [start, end] : [NaN]), bounds(all, length));
        const count = kept.reduce((sum, [start, end]) => sum + end - start, 0);
        assertEquals(count < limit && (length === 0 || kept.at(-1)![1] === length), true);
      },
    ),
  );
});

/** What the starts and ends of ranges are when each begins where the one before ends. */
function bounds(ranges: readonly (readonly [number, number])[], length: number): number[] {
  return ranges.flatMap(([start], index) => [index === 0 ? 0 : start, ranges[index + 1]?.[0] ?? length]);
}

Deno.test("applyContextPolicy() rejects numbers that count nothing", () => {
  assertThrows(() => applyContextPolicy(-1, 10, "reject"), RangeError, "length -1");
  assertThrows(() => applyContextPolicy(1.5, 10, "reject"), RangeError, "length 1.5");
  assertThrows(() => applyContextPolicy(1, 0, "truncate_start"), RangeError, "limit 0");
  assertThrows(() => applyContextPolicy(1, NaN, "truncate_start"), RangeError, "limit NaN");
  assertThrows(() => applyContextPolicy(9, 5, "keep_prefix", { keep: -1 }), RangeError, "keep -1");
  assertThrows(() => applyContextPolicy(9, 5, "slide_with_sinks", { sinks: NaN }), RangeError, "sinks NaN");
});

Deno.test("contextOf() hands over the tokens that the policy keeps", () => {
  assertEquals(contextOf([10, 11, 12, 13, 14], 4, "truncate_middle"), {
    tokens: [10, 13, 14],
    dropped: [[1, 3]],
  });
  assertEquals(contextOf([10, 11], 4, "truncate_start"), { tokens: [10, 11], dropped: [] });
});
