import { assertEquals } from "@std/assert";
import type { LearnSources } from "@/islands/learn/figure_props.ts";
import { usePractice } from "@/islands/learn/use_practice.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { serverModel, shippedModels } from "@/lib/server/models/shipped_models.ts";
import { heldPort, settled } from "@/tests/fixtures/held.ts";
import { mountedHook } from "@/tests/fixtures/mounted.ts";

Deno.test("usePractice() shows no score, and no failure, of a text that was left", async () => {
  globalThis.requestAnimationFrame ??= () => 0;
  const sources = { shipped: shippedModels(), modelHost: "/hub/" } as unknown as LearnSources;
  using hook = mountedHook(() => usePractice(sources));
  const { current: practice } = hook;
  const models = heldPort<[], LanguageModel>();
  Object.assign(practice.hub, { answering: models.ask });
  const shown =
    () => [practice.result.value?.candidates[0]?.written, practice.busy.value, practice.problem.value];
  const score = (text: string) => {
    practice.written.value = [text, "", ""];
    void practice.score();
  };
  score("{");
  practice.open(1);
  score("[");
  practice.open(2);
  assertEquals(shown(), [undefined, false, null]);
  score("def");
  await models.asked[0]!.fail("late");
  await models.asked[1]!.answer(serverModel("parcel-gpt"));
  assertEquals(shown(), [undefined, true, null]);
  await models.asked[2]!.answer(serverModel("parcel-gpt"));
  while (practice.busy.value) await settled(10);
  assertEquals(shown(), ["def", false, null]);
});
