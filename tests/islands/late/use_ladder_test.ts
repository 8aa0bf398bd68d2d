import { fakeHistory } from "@/tests/labs/fake_history.ts";
import { assertEquals } from "@std/assert";
import { signal } from "@preact/signals";
import { type LadderPort, useLadder } from "@/islands/ladder/use_ladder.ts";
import { initialState } from "@/lib/experiment/codec.ts";
import { LADDER_FIELDS } from "@/lib/experiment/fields/ladder_fields.ts";
import { type LadderResult, ladderSource, type RungResult } from "@/lib/labs/ladder/climb.ts";
import type { LadderQuestion } from "@/lib/labs/ladder/protocol.ts";
import type { Models } from "@/lib/labs/models/models.ts";
import { createQueryLab } from "@/lib/labs/query/query_lab.ts";
import type { WorkerRequest } from "@/lib/labs/query/worker_answers.ts";
import { modelSource } from "@/lib/lm/model_source.ts";
import { shippedModels } from "@/lib/server/models/shipped_models.ts";
import { settled, until } from "@/tests/fixtures/held.ts";
import { mountedHook } from "@/tests/fixtures/mounted.ts";
import { fakeModel } from "@/tests/lm/fake_model.ts";

const SOURCES = {
  shipped: shippedModels(),
  world: "/static/none.txt",
  network: "/static/none.safetensors",
};
const NO_HUB = { isMissing: () => false } as unknown as Models;

/** A worker that keeps what it is asked until the test answers. */
function heldWorker() {
  const asked: WorkerRequest<LadderQuestion>[] = [];
  const port: LadderPort = {
    postMessage: (request) => void asked.push(request),
    onmessage: null,
    onerror: null,
  };
  const refuse = async (index: number, problem: string) => {
    port.onmessage!({ data: { id: asked[index]!.id, problem } });
    await settled();
  };
  return { asked, port, refuse, start: () => port };
}

Deno.test("useLadder() tells of the last text only, and asks nothing for one that was typed over", async () => {
  const { asked, refuse, start } = heldWorker();
  const query = signal(initialState(LADDER_FIELDS));
  using hook = mountedHook(() => useLadder(query, NO_HUB, { ...SOURCES, first: null }, start));
  query.value = { ...query.value, text: "typed over" };
  query.value = { ...query.value, text: "first" };
  await until(() => asked.length === 1);
  query.value = { ...query.value, text: "second" };
  await until(() => asked.length === 2);
  assertEquals(asked.map(({ question }) => question.text), ["first", "second"]);
  await refuse(0, "of the first");
  assertEquals([hook.current.value.isBusy, hook.current.value.problem], [true, null]);
  await refuse(1, "of the second");
  assertEquals([hook.current.value.isBusy, hook.current.value.problem], [false, "of the second"]);
});

Deno.test("useLadder() is busy from a typed lone surrogate on, and reads the character that stands for it", async () => {
  const { asked, refuse, start } = heldWorker();
  const lab = createQueryLab(
    LADDER_FIELDS,
    new URLSearchParams("text=before"),
    "/ladder",
    fakeHistory().ports,
  );
  const first = { text: "before" } as unknown as LadderResult;
  using hook = mountedHook(() => useLadder(lab.query, NO_HUB, { ...SOURCES, first }, start));
  assertEquals(hook.current.value.isBusy, false);
  lab.type("text", "a \ud800 b");
  assertEquals([lab.query.value.text, hook.current.value.isBusy], ["a \ufffd b", true]);
  await until(() => asked.length === 1);
  await refuse(0, "of the new text");
  const { answer, problem, isBusy } = hook.current.value;
  assertEquals([answer, problem, isBusy], [null, "of the new text", false]);
});

Deno.test("useLadder() adds a hub model behind the site's own rungs, whose probes it answers once", async () => {
  const { asked, port, start } = heldWorker();
  const model = fakeModel({ tokens: ["a", "b", "c"], beginToken: 0 });
  const hub = { isMissing: () => false, answering: () => Promise.resolve(model) } as unknown as Models;
  const query = signal({ text: "ab", model: "OWNER/NAME" });
  using hook = mountedHook(() => useLadder(query, hub, { ...SOURCES, first: null }, start));
  const calls: number[] = [];
  for (const [index, text] of ["ab", "abc"].entries()) {
    query.value = { ...query.value, text };
    await until(() => asked.length === index + 1);
    const answer = { text, rungs: [{ name: "uniform" }], pairs: {} } as unknown as LadderResult;
    port.onmessage!({ data: { id: asked[index]!.id, answer } });
    await until(() => hook.current.value.answer?.text === text);
    calls.push(model.calls.length);
  }
  const { rungs, gzip } = hook.current.value.answer!;
  assertEquals([rungs.map(({ name }) => name), rungs[1]!.moves.length, gzip! > 8], [
    ["uniform", "fake"],
    3,
    true,
  ]);
  const counted = { source: "counts" } as RungResult;
  assertEquals(ladderSource({ rungs: [...rungs, counted, counted] }), `${modelSource(model)}, counts`);
  assertEquals(calls[1]! - calls[0]!, calls[0]! - 6, "three probes are two texts each");
});
