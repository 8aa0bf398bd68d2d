/** Both sides of the worker that reads a sentence under both objectives. */
import { assertEquals, assertRejects } from "@std/assert";
import { initialState } from "@/lib/experiment/codec.ts";
import { OBJECTIVES_FIELDS } from "@/lib/experiment/fields/objectives_fields.ts";
import { createAnswerer, type ObjectivesPort } from "@/lib/labs/objectives/answerer.ts";
import { type ObjectiveModels, objectives } from "@/lib/labs/objectives/objectives.ts";
import type { ObjectivesReply } from "@/lib/labs/objectives/protocol.ts";
import { serveObjectives } from "@/lib/labs/objectives/serve_objectives.ts";
import { serverModel, shippedModels } from "@/lib/server/models/shipped_models.ts";

const QUERY = { ...initialState(OBJECTIVES_FIELDS), text: "The driver left the hub.", blank: 1 };
const { signal } = new AbortController();
const models = (): ObjectiveModels => ({ gpt: serverModel("parcel-gpt"), bert: serverModel("parcel-bert") });

/** A worker in this thread; `load` gives its models. */
function local(load: () => Promise<ObjectiveModels>) {
  const made: ObjectivesPort[] = [];
  const loads: unknown[] = [];
  const start = () => {
    const port: ObjectivesPort = { postMessage: () => {}, onmessage: null, onerror: null };
    const reply = (data: ObjectivesReply) => port.onmessage?.({ data });
    const serve = serveObjectives({
      load: (sources) => (loads.push(sources), load()),
      reply,
    });
    made.push(port);
    return Object.assign(port, {
      postMessage: (request: Parameters<typeof serve>[0]) => void serve(request),
    });
  };
  return { made, loads, answer: createAnswerer(start, shippedModels()) };
}

Deno.test("a worker's answer is the one that is computed here, and its models are those that the page names", async () => {
  const { answer, made, loads } = local(() => Promise.resolve(models()));
  assertEquals(made.length, 0, "none starts before it is asked");
  assertEquals(await answer(QUERY, signal), await objectives(models(), QUERY));
  assertEquals(loads, [shippedModels()]);
  await answer({ ...QUERY, blank: 0 }, signal);
  assertEquals(made.length, 1);
});

Deno.test("why a sentence is not read is said, and the next one is", async () => {
  let failures = 1;
  const { answer } = local(() =>
    failures-- > 0 ? Promise.reject(new Error("No connection")) : Promise.resolve(models())
  );
  await assertRejects(() => answer(QUERY, signal), Error, "No connection");
  await assertRejects(() => answer({ ...QUERY, text: " " }, signal), Error, "at least one word");
  assertEquals((await answer(QUERY, signal)).words.length, 5);
});

Deno.test("a sentence that was overtaken while it waited is not read", async () => {
  const held = Promise.withResolvers<ObjectiveModels>();
  const { answer, loads } = local(() => held.promise);
  const controllers = Array.from({ length: 3 }, () => new AbortController());
  const asked = controllers.map(({ signal }, blank) => answer({ ...QUERY, blank }, signal));
  controllers[0]!.abort(new Error("edited"));
  controllers[1]!.abort(new Error("edited"));
  await assertRejects(() => asked[0]!, Error, "edited");
  await assertRejects(() => asked[1]!, Error, "edited");
  held.resolve(models());
  assertEquals((await asked[2]!).blank, 2);
  assertEquals(loads.length, 1);
  await assertRejects(() => answer(QUERY, AbortSignal.abort(new Error("late"))), Error, "late");
});

Deno.test("a worker that fails is said, and another one takes its place", async () => {
  const held = Promise.withResolvers<ObjectiveModels>();
  const { answer, made } = local(() => held.promise);
  const first = answer(QUERY, signal);
  made[0]!.onerror!({ message: "out of memory" });
  await assertRejects(() => first, Error, "out of memory");
  const second = answer(QUERY, signal);
  held.resolve(models());
  assertEquals([(await second).words[1], made.length], ["driver", 2]);
});
