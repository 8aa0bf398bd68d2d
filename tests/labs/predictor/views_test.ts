/** What the predictor derives for its page, as values. */
import { assertEquals } from "@std/assert";
import type { Pass, Prediction } from "@/lib/labs/predictor/answer.ts";
import { costsOf } from "@/lib/labs/predictor/views/costs.ts";
import { describeCut } from "@/lib/labs/predictor/views/describe_cut.ts";
import type { DistributionView } from "@/lib/labs/predictor/views/distribution_view.ts";
import { DEFAULT_SAMPLER } from "@/lib/lm/sampler/settings.ts";
import { fakeModel } from "@/tests/lm/fake_model.ts";

function pass(kind: Pass["kind"], reused: number, computed: number, milliseconds: number, cropped = 0): Pass {
  const cacheTokens = reused + computed;
  return { kind, cropped, run: { reused, computed, milliseconds, cacheTokens, cacheBytes: 8 * cacheTokens } };
}

const prediction = { model: fakeModel({ tokens: ["a"] }) } as unknown as Prediction;

Deno.test("costsOf() sums up since the last prefill: what was reused, computed, appended and cropped", () => {
  const passes = [
    pass("prefill", 0, 9, 90),
    pass("decode", 9, 1, 7),
    pass("prefill", 3, 5, 40, 7),
    pass("decode", 8, 1, 4),
    pass("decode", 9, 1, 5),
  ];
  const { prefill, decode, cache } = costsOf(passes, prediction);
  assertEquals(prefill, { tokens: 5, reused: 3, milliseconds: 40 });
  assertEquals(decode, { tokens: 2, milliseconds: 9 });
  assertEquals([cache?.tokens, cache?.bytes, cache?.bytesPerToken], [10, 80, 8]);
  assertEquals(cache?.columns, [
    { state: "reused", count: 3 },
    { state: "prefill", count: 5 },
    { state: "appended", count: 2 },
  ]);
  assertEquals(costsOf(passes.slice(0, 2), prediction).cache?.columns, [
    { state: "prefill", count: 9 },
    { state: "appended", count: 1 },
  ]);
  const cropped = costsOf(passes.slice(0, 3), prediction);
  assertEquals([cropped.decode, cropped.cache?.columns.at(-1)], [null, { state: "cropped", count: 7 }]);
  assertEquals(costsOf([], prediction), { prefill: null, decode: null, cache: null });
  assertEquals(costsOf(passes, null).cache, null);
});

/** A view of 1,000 tokens, some of which the stages keep. */
function view(
  kept: readonly (readonly [string, number])[],
  shaped: readonly number[],
  other = 0,
): DistributionView {
  return {
    vocabularySize: 1000,
    stages: kept.map(([name, keptCount]) => ({ name, keptCount })),
    rows: shaped.map((shapedProbability) => ({ probability: 0.2, shapedProbability })),
    other: { probability: 0.2, shapedProbability: other },
  } as unknown as DistributionView;
}

Deno.test("describeCut() names the stages that cut, how many tokens go, and what of the mass they held", () => {
  const sampler = { ...DEFAULT_SAMPLER, top_k: 40, min_p: 0.1, typical_p: 0.9 };
  assertEquals(
    describeCut(sampler, view([["temperature", 1000], ["top_k", 40]], [0.6, 0.4, 0, 0])),
    "top-k 40 cuts here: 960 tokens, 60 % of the model's mass",
  );
  assertEquals(
    describeCut(sampler, view([["top_k", 40], ["min_p", 40], ["typical_p", 3]], [1, 0], 0)),
    "top-k 40, typical-p 0.9 cut here: 997 tokens, 40 % of the model's mass",
  );
  // Some of the tokens without a row are left: what the others of them held is not known.
  assertEquals(describeCut(sampler, view([["top_k", 40]], [0.5], 0.5)), "top-k 40 cuts here: 960 tokens");
  assertEquals(describeCut(sampler, view([["top_k", 1000]], [1])), null);
});
