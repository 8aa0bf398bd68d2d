import { assertEquals } from "@std/assert";
import { DEFAULT_QUERY } from "@/lib/experiment/fields/predictor_fields.ts";
import { stageCuts } from "@/lib/labs/predictor/views/stage_cuts.ts";
import { distribution, rawDistribution } from "@/lib/lm/sampler/distribution.ts";

/** What each stage cuts of eight tokens, the likelier the lower their id, of which the first six have rows. */
function cuts(patch: Partial<typeof DEFAULT_QUERY>) {
  const raw = rawDistribution([8, 7, 6, 5, 4, 3, 2, 1].map((weight) => Math.log(weight)));
  const source = distribution(raw, { sampler: { ...DEFAULT_QUERY, ...patch }, top: 6 });
  return stageCuts(source).map(({ name, count, tokens }) => [name, count, ...tokens.map(({ id }) => id)]);
}

Deno.test("stageCuts() names what each stage cuts and no stage before it did, the likeliest first", () => {
  assertEquals(cuts({}), []);
  assertEquals(cuts({ top_k: 4 }), [["top_k", 4, 4, 5]]);
  // Of four that are left, 8 + 7 of 26 are 58 %, and 6 more 81 %.
  assertEquals(cuts({ top_k: 4, top_p: 0.6 }), [["top_k", 4, 4, 5], ["top_p", 1, 3]]);
  assertEquals(cuts({ top_k: 4, top_p: 0.6, stages: ["top_p", "top_k"] }), [["top_p", 4, 4, 5]]);
});
