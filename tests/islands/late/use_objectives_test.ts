import { fakeHistory } from "@/tests/labs/fake_history.ts";
import { assertEquals } from "@std/assert";
import { signal } from "@preact/signals";
import { useObjectives } from "@/islands/objectives/use_objectives.ts";
import { initialState } from "@/lib/experiment/codec.ts";
import { OBJECTIVES_FIELDS } from "@/lib/experiment/fields/objectives_fields.ts";
import type { Objectives } from "@/lib/labs/objectives/objectives.ts";
import { createQueryLab } from "@/lib/labs/query/query_lab.ts";
import type { ModelSources } from "@/lib/labs/score/protocol.ts";
import { shippedModels } from "@/lib/server/models/shipped_models.ts";
import { heldPort, settled, until } from "@/tests/fixtures/held.ts";
import { mountedHook } from "@/tests/fixtures/mounted.ts";

/** Longer than the rest after typing. */
const REST = 220;

Deno.test("useObjectives() says once that there is no answer: for the sentence that stands, not for those before", async () => {
  const { fetch } = globalThis;
  const files = heldPort<Parameters<typeof fetch>, Response>();
  globalThis.fetch = files.ask;
  const first = { words: ["the", "server's"] } as unknown as Objectives;
  const query = signal({ ...initialState(OBJECTIVES_FIELDS), text: "The server's own." });
  const sources = { shipped: shippedModels() } as unknown as ModelSources;
  using hook = mountedHook(() => useObjectives(query, sources, first));
  const seen: string[] = [];
  const end = hook.current.subscribe(({ answer, isBusy, problem }) => {
    const told = isBusy ? "busy" : problem === null ? answer!.words.join(" ") : "none";
    if (told !== seen.at(-1)) seen.push(told);
  });
  for (const text of ["One order.", "Two orders.", "Three orders."]) {
    query.value = { ...query.value, text, blank: 0 };
    await settled(REST);
  }
  // The code of the models comes with the first question.
  await until(() => files.asked.length > 1);
  for (const file of files.asked) await file.answer(new Response(null, { status: 404 }));
  await until(() => seen.at(-1) === "none");
  await settled(REST);
  assertEquals(seen, ["the server's", "busy", "none"]);
  end();
  globalThis.fetch = fetch;
});

Deno.test("useObjectives() is busy from a typed lone surrogate on: what stands there is known to be of the sentence before", async () => {
  const { fetch } = globalThis;
  const files = heldPort<Parameters<typeof fetch>, Response>();
  globalThis.fetch = files.ask;
  const lab = createQueryLab(
    OBJECTIVES_FIELDS,
    new URLSearchParams("text=Before."),
    "/objectives",
    fakeHistory().ports,
  );
  const first = { words: ["Before."] } as unknown as Objectives;
  const sources = { shipped: shippedModels() } as unknown as ModelSources;
  using hook = mountedHook(() => useObjectives(lab.query, sources, first));
  lab.type("text", "a \udfff b");
  assertEquals([lab.query.value.text, hook.current.value.isBusy], ["a \ufffd b", true]);
  await until(() => files.asked.length > 1);
  for (const file of files.asked) await file.answer(new Response(null, { status: 404 }));
  await until(() => !hook.current.value.isBusy);
  assertEquals(hook.current.value.answer, null);
  globalThis.fetch = fetch;
});
