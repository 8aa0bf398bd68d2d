import { fakeHistory } from "@/tests/labs/fake_history.ts";
import { assertEquals } from "@std/assert";
import { signal } from "@preact/signals";
import { type LadderModels, useLadder } from "@/islands/ladder/use_ladder.ts";
import { initialState } from "@/lib/experiment/codec.ts";
import { LADDER_FIELDS } from "@/lib/experiment/fields/ladder_fields.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import type { LadderResult } from "@/lib/labs/ladder/climb.ts";
import { createQueryLab } from "@/lib/labs/query/query_lab.ts";
import type { Models } from "@/lib/labs/models/models.ts";
import { heldPort, until } from "@/tests/fixtures/held.ts";
import { mountedHook } from "@/tests/fixtures/mounted.ts";

Deno.test("useLadder() tells of the last text only, and asks nothing for one that was typed over", async () => {
  const port = heldPort<[string], LanguageModel>();
  const hub = { isMissing: () => false } as unknown as Models;
  const query = signal(initialState(LADDER_FIELDS));
  const start = { world: "/static/none.txt", network: "/static/none.safetensors", first: null };
  const models = { hub, embedded: port.ask } as unknown as LadderModels;
  using hook = mountedHook(() => useLadder(query, models, start));
  query.value = { ...query.value, text: "typed over" };
  query.value = { ...query.value, text: "first" };
  await until(() => port.asked.length === 1);
  query.value = { ...query.value, text: "second" };
  await until(() => port.asked.length === 2);
  assertEquals(port.asked.length, 2, "one for each text that stood still");
  await port.asked[0]!.fail("of the first");
  assertEquals([hook.current.value.isBusy, hook.current.value.problem], [true, null]);
  await port.asked[1]!.fail("of the second");
  assertEquals([hook.current.value.isBusy, hook.current.value.problem], [false, "of the second"]);
});

Deno.test("useLadder() is busy from a typed lone surrogate on, and reads the character that stands for it", async () => {
  const port = heldPort<[string], LanguageModel>();
  const hub = { isMissing: () => false } as unknown as Models;
  const lab = createQueryLab(
    LADDER_FIELDS,
    new URLSearchParams("text=before"),
    "/ladder",
    fakeHistory().ports,
  );
  const first = { text: "before" } as unknown as LadderResult;
  const start = { world: "/static/none.txt", network: "/static/none.safetensors", first };
  const models = { hub, embedded: port.ask } as unknown as LadderModels;
  using hook = mountedHook(() => useLadder(lab.query, models, start));
  assertEquals(hook.current.value.isBusy, false);
  lab.type("text", "a \ud800 b");
  assertEquals([lab.query.value.text, hook.current.value.isBusy], ["a \ufffd b", true]);
  await until(() => port.asked.length === 1);
  await port.asked[0]!.fail("of the new text");
  const { answer, problem, isBusy } = hook.current.value;
  assertEquals([answer, problem, isBusy], [null, "of the new text", false]);
});
