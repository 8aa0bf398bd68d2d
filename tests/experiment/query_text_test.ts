import { assertEquals } from "@std/assert";
import { experimentAddress } from "@/lib/experiment/address.ts";
import { parsePredictorQuery } from "@/lib/experiment/fields/predictor_fields.ts";
import { fitsAddress, joinAddress, MAX_ADDRESS_LENGTH } from "@/lib/experiment/query_text.ts";

const ORIGIN = "https://playground.example.org";

Deno.test("the predictor's address is written and measured as Share writes and measures it", () => {
  for (
    const text of [
      "a, b/c: d; e@f",
      ",".repeat(6_000),
      "/".repeat(7_880),
      "/".repeat(7_893),
      "/".repeat(7_894),
    ]
  ) {
    const params = new URLSearchParams({ text });
    const { query } = parsePredictorQuery(params);
    const { address, leftOut } = experimentAddress("/", query);
    const shared = joinAddress(`${ORIGIN}/`, params);
    assertEquals(leftOut.length === 0, fitsAddress(shared));
    if (leftOut.length === 0) assertEquals(ORIGIN + address, shared);
  }
});

Deno.test("an address that fits is never longer than the limit, whatever the origin", () => {
  const longest = joinAddress("/", new URLSearchParams({ text: "a".repeat(7_893) }));
  assertEquals(fitsAddress(longest), true);
  assertEquals(fitsAddress(ORIGIN + longest), true);
  assertEquals(fitsAddress(`${longest}a`), false);
  assertEquals(ORIGIN.length + longest.length <= MAX_ADDRESS_LENGTH, true);
});
