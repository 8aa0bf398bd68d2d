import { fakeHistory } from "@/tests/labs/fake_history.ts";
import { assertEquals } from "@std/assert";
import { signal } from "@preact/signals";
import { type ObjectivesPort, useObjectives } from "@/islands/objectives/use_objectives.ts";
import { initialState } from "@/lib/experiment/codec.ts";
import { OBJECTIVES_FIELDS } from "@/lib/experiment/fields/objectives_fields.ts";
import type { Objectives } from "@/lib/labs/objectives/objectives.ts";
import type { ObjectivesQuestion } from "@/lib/labs/objectives/protocol.ts";
import { createQueryLab } from "@/lib/labs/query/query_lab.ts";
import type { WorkerRequest } from "@/lib/labs/query/worker_answers.ts";
import { shippedModels } from "@/lib/server/models/shipped_models.ts";
import { settled, until } from "@/tests/fixtures/held.ts";
import { mountedHook } from "@/tests/fixtures/mounted.ts";

const SOURCES = { shipped: shippedModels() };

/** A worker that keeps what it is asked until it refuses it. */
function heldWorker() {
  const asked: WorkerRequest<ObjectivesQuestion>[] = [];
  const port: ObjectivesPort = {
    postMessage: (request) => void asked.push(request),
    onmessage: null,
    onerror: null,
  };
  const refuse = () => {
    for (const { id } of asked) port.onmessage!({ data: { id, problem: "No connection" } });
  };
  return { asked, refuse, start: () => port };
}

/** Longer than the rest after typing. */
const REST = 220;

Deno.test("useObjectives() says once that there is no answer: for the sentence that stands, not for those before", async () => {
  const { asked, refuse, start } = heldWorker();
  const first = { words: ["the", "server's"] } as unknown as Objectives;
  const query = signal({ ...initialState(OBJECTIVES_FIELDS), text: "The server's own." });
  using hook = mountedHook(() => useObjectives(query, SOURCES, first, start));
  const seen: string[] = [];
  const end = hook.current.subscribe(({ answer, isBusy, problem }) => {
    const told = isBusy ? "busy" : problem === null ? answer!.words.join(" ") : "none";
    if (told !== seen.at(-1)) seen.push(told);
  });
  for (const text of ["One order.", "Two orders.", "Three orders."]) {
    query.value = { ...query.value, text, blank: 0 };
    await settled(REST);
  }
  await until(() => asked.at(-1)?.question.query.text === "Three orders.");
  refuse();
  await until(() => seen.at(-1) === "none");
  await settled(REST);
  assertEquals(seen, ["the server's", "busy", "none"]);
  end();
});

Deno.test("useObjectives() is busy from a typed lone surrogate on: what stands there is known to be of the sentence before", async () => {
  const { asked, refuse, start } = heldWorker();
  const lab = createQueryLab(
    OBJECTIVES_FIELDS,
    new URLSearchParams("text=Before."),
    "/objectives",
    fakeHistory().ports,
  );
  const first = { words: ["Before."] } as unknown as Objectives;
  using hook = mountedHook(() => useObjectives(lab.query, SOURCES, first, start));
  lab.type("text", "a \udfff b");
  assertEquals([lab.query.value.text, hook.current.value.isBusy], ["a \ufffd b", true]);
  await until(() => asked.length > 0);
  refuse();
  await until(() => !hook.current.value.isBusy);
  assertEquals(hook.current.value.answer, null);
});
