import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { type Claim, claimsTable, holds, medianRatio } from "@/bench/claim.ts";
import { median } from "@/bench/median.ts";
import { decodeRate } from "@/bench/page/settings.ts";

const CLAIM: Claim = {
  what: "Decoding",
  ours: "25.0 tok/s",
  peer: "peer: 20.0 tok/s",
  value: 1.25,
  unit: " ×",
  bar: 1.15,
  direction: "at least",
};

Deno.test("median() is the middle, or the mean of the two there", () => {
  assertEquals([median([3]), median([9, 1, 5]), median([4, 1, 3, 2])], [3, 5, 2.5]);
});

Deno.test("medianRatio() compares runs that were made one after the other", () => {
  assertEquals(medianRatio([20, 5, 30], [10, 5, 3]), 2);
});

Deno.test("decodeRate() counts the tokens behind the first", () => {
  assertEquals(decodeRate([1000, 1100, 1200, 1500]), 6);
});

Deno.test("holds() takes a bar as reached when it is met", () => {
  assert(holds({ ...CLAIM, value: 1.15 }) && !holds({ ...CLAIM, value: 1.14 }));
  assert(
    holds({ ...CLAIM, direction: "at most", value: 1.15 }) && !holds({ ...CLAIM, direction: "at most" }),
  );
});

Deno.test("claimsTable() puts the peer's figure beside ours, and says where a bar is missed", () => {
  const [, , first, second] = claimsTable([CLAIM, { ...CLAIM, value: 1 }]).split("\n");
  assertEquals(first, "| Decoding | 25.0 tok/s | peer: 20.0 tok/s | 1.25 × | at least 1.15 × | yes |");
  assertStringIncludes(second!, "| NO |");
});
