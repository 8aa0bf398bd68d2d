import { assertEquals } from "@std/assert";
import { useLive } from "@/islands/learn/use_live.ts";
import { heldPort, until } from "@/tests/fixtures/held.ts";
import { mountedHook } from "@/tests/fixtures/mounted.ts";

function opened() {
  const port = heldPort<[string], string>();
  const live = mountedHook(() => useLive<string, string>("first", "its answer", port.ask));
  const shown = () => {
    const { result, busy, problem } = live.current;
    return [result.value, busy.value, problem.value];
  };
  const ask = async (input: string) => {
    live.current.input.value = input;
    const { length } = port.asked;
    await until(() => port.asked.length > length);
  };
  return { ...port, live, ask, shown, [Symbol.dispose]: () => live[Symbol.dispose]() };
}

Deno.test("useLive() shows no answer, and no failure, to a question before the last one", async () => {
  using page = opened();
  await page.ask("second");
  await page.ask("third");
  await page.ask("fourth");
  await page.asked[0]!.answer("late");
  await page.asked[1]!.fail("late");
  assertEquals(page.shown(), ["its answer", true, null]);
  await page.asked[2]!.answer("the fourth's");
  assertEquals(page.shown(), ["the fourth's", false, null]);
});

Deno.test("useLive() is not busy once the question is again the one that was answered", async () => {
  using page = opened();
  page.live.current.input.value = "typed";
  page.live.current.input.value = "first";
  assertEquals(page.shown(), ["its answer", false, null]);
  await page.ask("asked");
  page.live.current.input.value = "first";
  await until(() => !page.live.current.busy.value);
  assertEquals(page.shown(), ["its answer", false, null]);
  await page.asked[0]!.answer("late");
  assertEquals([page.asked.length, page.shown()], [1, ["its answer", false, null]]);
});

Deno.test("useLive() asks again when another model was chosen, and the answer of the one before is late", async () => {
  using page = opened();
  page.live.current.again();
  await until(() => page.asked.length === 1);
  page.live.current.again();
  await until(() => page.asked.length === 2);
  await page.asked[1]!.answer("of the second model");
  await page.asked[0]!.answer("of the first model");
  assertEquals(page.shown(), ["of the second model", false, null]);
});
