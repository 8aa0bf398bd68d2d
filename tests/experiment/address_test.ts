import { assert, assertEquals } from "@std/assert";
import { experimentAddress } from "@/lib/experiment/address.ts";
import { MAX_ADDRESS_LENGTH } from "@/lib/experiment/query_text.ts";
import { DEFAULT_QUERY } from "@/lib/experiment/fields/predictor_fields.ts";
import { anyQuery } from "./arbitrary_query.ts";
import fc from "fast-check";

Deno.test("experimentAddress() of the default is the bare page", () => {
  assertEquals(experimentAddress("/", DEFAULT_QUERY), { address: "/", leftOut: [] });
});

Deno.test("experimentAddress() leaves a long path out before a short text", () => {
  const path = Array.from({ length: 4000 }, (_, i) => i);
  assertEquals(experimentAddress("/", { ...DEFAULT_QUERY, text: "a b", path }), {
    address: "/?text=a+b",
    leftOut: ["path"],
  });
});

Deno.test("experimentAddress() leaves out a text of 100,000 characters, and the path with it", () => {
  const query = { ...DEFAULT_QUERY, text: "é".repeat(100_000), path: [1], top_k: 5 };
  assertEquals(experimentAddress("/", query), { address: "/?top_k=5", leftOut: ["path", "text"] });
});

Deno.test("experimentAddress() is never longer than the limit", () => {
  const long = fc.record({ factor: fc.integer({ min: 1, max: 3000 }), query: anyQuery });
  fc.assert(
    fc.property(long, ({ factor, query }) => {
      const { address } = experimentAddress("https://example.org/", {
        ...query,
        text: query.text.repeat(factor),
        stop: query.stop.map((phrase) => phrase.repeat(factor)),
      });
      assert(address.length <= MAX_ADDRESS_LENGTH, `${address.length}`);
    }),
    { numRuns: 60 },
  );
});
