import { assertEquals } from "@std/assert";
import { signal } from "@preact/signals";
import { useCompare } from "@/islands/compare/use_compare.ts";
import { initialState } from "@/lib/experiment/codec.ts";
import { COMPARE_FIELDS } from "@/lib/experiment/fields/compare_fields.ts";
import { createModels } from "@/lib/labs/models/models.ts";
import { heldModel } from "@/tests/fixtures/held_model.ts";
import { settled, until } from "@/tests/fixtures/held.ts";
import { mountedHook } from "@/tests/fixtures/mounted.ts";
import { fakeProvider } from "@/tests/labs/fake_ports.ts";
import { fakeModel } from "@/tests/lm/fake_model.ts";

Deno.test("useCompare() shows the last texts' comparison, and that of those before them never", async () => {
  const held = heldModel(fakeModel({ tokens: ["a", "b", "c"] }));
  const models = createModels(fakeProvider(), () => Promise.resolve(held.model));
  const query = signal({ ...initialState(COMPARE_FIELDS), text: "ab", beside_text: "ba" });
  held.hold();
  using hook = mountedHook(() => useCompare(query, [models, models], null));
  const seen: string[] = [];
  const end = hook.current.subscribe(({ answer }) => answer && seen.push(answer.first.text));
  await settled();
  query.value = { ...query.value, text: "abc" };
  await until(() => held.waiting.length === 2);
  await held.release();
  await until(() => !hook.current.value.isBusy);
  assertEquals([hook.current.value.isBusy, hook.current.value.problem, seen], [false, null, ["abc"]]);
  end();
});

Deno.test("useCompare() tells of no failure of texts that nobody asks for any more", async () => {
  const models = createModels(fakeProvider(), () => Promise.resolve(fakeModel({ tokens: ["a"] })));
  const failing = createModels(
    fakeProvider(),
    () => new Promise((_, reject) => setTimeout(() => reject(new Error("late")), 20)),
  );
  const query = signal({ ...initialState(COMPARE_FIELDS), text: "a", beside: "counts", beside_text: "aa" });
  using hook = mountedHook(() => useCompare(query, [models, failing], null));
  query.value = { ...query.value, beside: "" };
  await until(() => !hook.current.value.isBusy);
  await settled(60);
  const { answer, problem } = hook.current.value;
  assertEquals([answer?.second.text, problem], ["aa", null]);
});

Deno.test("useCompare() is busy from what is typed on, before anything is asked", async () => {
  const models = createModels(fakeProvider(), () => Promise.resolve(fakeModel({ tokens: ["a", "b"] })));
  const query = signal({ ...initialState(COMPARE_FIELDS), text: "ab", beside_text: "ba" });
  using hook = mountedHook(() => useCompare(query, [models, models], null));
  await until(() => !hook.current.value.isBusy);
  query.value = { ...query.value, text: "a" };
  assertEquals([hook.current.value.answer?.first.text, hook.current.value.isBusy], ["ab", true]);
  await until(() => hook.current.value.answer?.first.text === "a" && !hook.current.value.isBusy);
});
