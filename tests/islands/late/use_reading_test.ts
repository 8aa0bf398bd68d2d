import { assertEquals } from "@std/assert";
import { useReading } from "@/islands/context/use_reading.ts";
import type { LanguageModel, TokenId } from "@/lib/lm/language_model.ts";
import { heldPort, settled } from "@/tests/fixtures/held.ts";
import { heldModel } from "@/tests/fixtures/held_model.ts";
import { mountedHook } from "@/tests/fixtures/mounted.ts";
import { fakeModel } from "@/tests/lm/fake_model.ts";

function opened() {
  const loads = heldPort<[], LanguageModel>();
  const hook = mountedHook(() => useReading(loads.ask));
  const shown = () => {
    const { status, tokens, reading, limit } = hook.current;
    return [status.value, tokens.value.map(({ id }) => id).join(""), reading.value?.dropped, limit.value];
  };
  return { loads, hook, shown, held: heldModel(fakeModel({ tokens: ["a", "b", "c"] })) };
}

Deno.test("useReading() reads the text that was begun last, whichever model comes first", async () => {
  const { loads, hook, shown, held } = opened();
  using _page = hook;
  const first = hook.current.begin("ab");
  const second = hook.current.begin("cab");
  await loads.asked[1]!.answer(held.model);
  await second;
  await loads.asked[0]!.answer(held.model);
  await first;
  assertEquals(shown(), ["ready", "201", 0, 3]);
});

Deno.test("useReading() tells no failure of a text before the last one", async () => {
  const { loads, hook, shown, held } = opened();
  using _page = hook;
  const first = hook.current.begin("ab");
  const second = hook.current.begin("cab");
  await loads.asked[0]!.fail("late");
  await first;
  assertEquals(shown(), ["loading", "", undefined, 0]);
  await loads.asked[1]!.answer(held.model);
  await second;
  assertEquals(shown(), ["ready", "201", 0, 3]);
});

Deno.test("useReading() is not ready by an earlier text's answer", async () => {
  const { loads, hook, shown, held } = opened();
  using _page = hook;
  const passes = heldPort<[readonly TokenId[]], Float32Array[]>();
  const row = () => [Float32Array.of(3, 2, 1)];
  const first = hook.current.begin("ab");
  await loads.asked[0]!.answer({ ...held.model, logits: passes.ask });
  const second = hook.current.begin("cab");
  await settled();
  assertEquals(passes.asked.map(({ question }) => question[0]), [[0, 1], [2, 0, 1]]);
  await passes.asked[0]!.answer(row());
  await first;
  assertEquals(shown(), ["loading", "201", undefined, 3]);
  await passes.asked[1]!.answer(row());
  await second;
  assertEquals(shown(), ["ready", "201", 0, 3]);
});

Deno.test("useReading() shows the window that was dragged to last", async () => {
  const { loads, hook, shown, held } = opened();
  using _page = hook;
  const begun = hook.current.begin("cab");
  await loads.asked[0]!.answer(held.model);
  await begun;
  held.hold();
  assertEquals(hook.current.busy.value, false);
  const drags = [hook.current.read(1, ""), hook.current.read(2, "")];
  await settled();
  assertEquals(hook.current.busy.value, true);
  await held.release();
  await Promise.all(drags);
  assertEquals(hook.current.busy.value, false);
  assertEquals(shown(), ["ready", "201", 1, 2]);
});
