import { assertEquals } from "@std/assert";
import { signal } from "@preact/signals";
import { DEFAULT_QUERY } from "@/lib/experiment/fields/predictor_fields.ts";
import type { Notice } from "@/lib/experiment/codec.ts";
import { withoutHeads } from "@/lib/labs/predictor/without_heads.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { fakeModel } from "@/tests/lm/fake_model.ts";

function stateOf(heads_off: readonly string[]) {
  return { query: signal({ ...DEFAULT_QUERY, heads_off }), notices: signal<readonly Notice[]>([]) };
}

Deno.test("withoutHeads() counts layers and heads from 1, in every way to ask the model", async () => {
  const asked: unknown[] = [];
  const tell = (
    _: unknown,
    second: unknown,
    third: unknown,
  ) => (asked.push([second, third]), Promise.resolve([]));
  const model = { ...fakeModel({ tokens: ["a"] }), logits: tell, score: tell, observe: tell, inside: tell };
  const names = ["1.4", "6.1"];
  const without = withoutHeads(
    model as unknown as LanguageModel,
    names,
    stateOf(names),
  ) as unknown as typeof model;
  const off = [[0, 3], [5, 0]];
  await without.logits([1], { rows: 2 }, undefined);
  await without.score([1], { top: 3 }, undefined);
  await without.observe([1], "observer", undefined);
  await without.inside([1], 5, undefined);
  assertEquals(asked, [
    [{ rows: 2, headsOff: off }, undefined],
    [{ top: 3, headsOff: off }, undefined],
    ["observer", off],
    [5, off],
  ]);
});

Deno.test("withoutHeads() makes a variant once, and another one for other heads", () => {
  const model = { ...fakeModel({ tokens: ["a"] }), inside: () => {} } as unknown as LanguageModel;
  const state = stateOf([]);
  const first = withoutHeads(model, ["1.1"], state);
  assertEquals(withoutHeads(model, ["1.1"], state) === first, true);
  assertEquals(withoutHeads(model, ["1.2"], state) === first, false);
});

Deno.test("withoutHeads() of a model without heads is that model, and the experiment forgets them with a notice", () => {
  const model = fakeModel({ tokens: ["a"] });
  const state = stateOf(["2.3"]);
  assertEquals(withoutHeads(model, ["2.3"], state) === model, true);
  assertEquals(state.query.value.heads_off, []);
  assertEquals(state.notices.value, [{
    name: "heads_off",
    value: "2.3",
    reason: "names heads of parcel-gpt, and fake answers",
  }]);
});
