/** A loaded model over workers that say what the test says, when it says it. */
import { assertEquals } from "@std/assert";
import { ModelError } from "@/lib/models/model_provider.ts";
import type { ModelSession } from "@/lib/models/worker/model_session.ts";
import type { WorkerRequest } from "@/lib/models/worker/protocol.ts";
import { WorkerConnection } from "@/lib/models/worker/worker_connection.ts";
import { WorkerModel } from "@/lib/models/worker/worker_model.ts";
import { createFakeEngine } from "../fake_engine.ts";
import { fakeSpec } from "../fake_spec.ts";

/** A session on WebGPU whose worker keeps what it is asked, and says what it is told to. */
async function silentSession() {
  const requests: WorkerRequest[] = [];
  let hear = (_: unknown) => {};
  const connection = new WorkerConnection(
    {
      postMessage: (message) => requests.push(message as WorkerRequest),
      addEventListener: (type, listener) => {
        if (type === "message") hear = (data) => listener(new MessageEvent("message", { data }));
      },
      terminate: () => {},
    },
    "silent",
    undefined,
  );
  const spec = fakeSpec({ backend: "webgpu" });
  const engine = await createFakeEngine({ spec, files: {}, onProgress: () => {} } as never, {});
  const session: ModelSession = { connection, spec, facts: engine.facts };
  return { session, requests, say: (data: unknown) => hear(data) };
}

/** A model whose sessions follow each other, each ready at once. */
async function modelOf(count: number) {
  const sessions = await Promise.all(Array.from({ length: count }, silentSession));
  let replaced = 0;
  const first = sessions[0]!.session;
  const report = { ...first.facts.report, notices: [] } as never;
  const model = new WorkerModel(first, report, () => {
    const { session } = sessions[++replaced]!;
    return Promise.resolve({ session, warmUp: [], notices: [] });
  });
  return { model, sessions, replaced: () => replaced };
}

Deno.test("calls that lose a worker ask the one that took its place, which is there before the second hears of it", async () => {
  const { model, sessions: [first, second], replaced } = await modelOf(3);
  const calls = [model.encode("a"), model.encode("b")];
  // Not finite on WebGPU: the first call ends the worker, and the second with it.
  first!.say({ type: "failed", id: 1, code: "not_finite", message: "NaN", fatal: false });
  while (second!.requests.length < 2) await new Promise((resolve) => setTimeout(resolve));
  for (const { id } of second!.requests) second!.say({ type: "done", id, result: [id] });
  assertEquals(await Promise.all(calls), [[1], [2]]);
  assertEquals([replaced(), model.report.notices.length], [1, 1]);
  await model.dispose();
});

Deno.test("a call that is called off while its worker is replaced ends at once, and the others go on", async () => {
  const { session } = await silentSession();
  const next = await silentSession();
  const started = Promise.withResolvers<{ session: ModelSession; warmUp: []; notices: [] }>();
  const model = new WorkerModel(session, { notices: [] } as never, () => started.promise);
  const controller = new AbortController();
  const logits = model.logits([1], { signal: controller.signal }).catch((error) => error.message);
  const encoded = model.encode("a");
  session.connection.terminate(new ModelError("worker_lost", "gone"));
  await new Promise((resolve) => setTimeout(resolve));
  controller.abort(new Error("edited"));
  assertEquals(await logits, "edited");
  started.resolve({ session: next.session, warmUp: [], notices: [] });
  while (next.requests.length === 0) await new Promise((resolve) => setTimeout(resolve));
  next.say({ type: "done", id: 1, result: [5] });
  assertEquals([await encoded, next.requests.length], [[5], 1]);
  await model.dispose();
});

Deno.test("a question that says no more is of one row, with the cache, and a score from the second token on", async () => {
  const { model, sessions: [only] } = await modelOf(1);
  const asked = [model.logits([1, 2]), model.score([1, 2])];
  while (only!.requests.length < 2) await new Promise((resolve) => setTimeout(resolve));
  const [logits, score] = only!.requests;
  assertEquals(logits, { type: "logits", id: 1, tokens: [1, 2], rows: 1, cache: true });
  assertEquals(score, { type: "score", id: 2, tokens: [1, 2], from: 1, top: 0 });
  only!.say({ type: "done", id: 1, result: { rows: [Float32Array.of(1)], run: {} } });
  only!.say({ type: "done", id: 2, result: [] });
  await Promise.all(asked);
  assertEquals([model.decide, await model.dispose()], [undefined, undefined]);
});

Deno.test("rows that cannot be had are refused before the worker hears of them", async () => {
  const { model, sessions: [only] } = await modelOf(1);
  for (const rows of [0, -1, 1.5, 3, NaN]) {
    const refused = await model.logits([1, 2], { rows }).then(() => "", ({ message }) => message);
    assertEquals(refused, `Cannot return ${rows} rows for 2 tokens`);
  }
  assertEquals(only!.requests, []);
  const asked = model.logits([1, 2], { rows: 2 });
  while (only!.requests.length === 0) await new Promise((resolve) => setTimeout(resolve));
  only!.say({ type: "done", id: 1, result: { rows: [], run: {} } });
  assertEquals(await asked, []);
  await model.dispose();
});
