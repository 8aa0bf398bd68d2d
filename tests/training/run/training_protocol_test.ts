/** What crosses the border of the training worker: each field that may be wrong, alone. */
import { assertEquals, assertRejects } from "@std/assert";
import { createTrainingClient } from "@/lib/training/run/training_client.ts";
import { parseTrainingReply, parseTrainingRequest } from "@/lib/training/run/training_protocol.ts";
import { serveTraining } from "@/lib/training/run/serve_training.ts";
import { plainCandidate } from "@/lib/training/engines/plain_candidate.ts";
import { TrainingError } from "@/lib/training/training_error.ts";
import { DEFAULT_SETTINGS } from "@/lib/training/training_settings.ts";

const isTaken = (message: unknown) => parseTrainingRequest(message) !== null;

Deno.test("a request has an id, a known name, and the fields of that name", () => {
  const advance = { type: "advance", id: 0, steps: 3, milliseconds: 80, evaluate: true };
  assertEquals(isTaken(advance), true);
  const wrong = [{ id: -1 }, { id: 0.5 }, { type: 7 }, { type: "toString" }, { steps: -1 }, { steps: "3" }];
  const others = [{ milliseconds: "80" }, { evaluate: 1 }, { type: "x" }, { id: "0" }];
  for (const each of [...wrong, ...others]) {
    assertEquals(isTaken({ ...advance, ...each }), false, JSON.stringify(each));
  }
  assertEquals([isTaken(null), isTaken("advance"), isTaken({})], [false, false, false]);
});

Deno.test("each kind of request is told from one that lacks its field", () => {
  const of = (type: string, fields: object = {}) => isTaken({ type, id: 1, ...fields });
  assertEquals([
    of("start", { settings: { corpus: "a" } }),
    of("start", { settings: { corpus: 1 } }),
    of("start"),
  ], [
    true,
    false,
    false,
  ]);
  assertEquals([
    of("look", { context: [1, -1] }),
    of("look", { context: [0.5] }),
    of("look", { context: "1" }),
  ], [
    true,
    false,
    false,
  ]);
  assertEquals([of("trace", { context: [1], target: 0 }), of("trace", { context: [1], target: -1 })], [
    true,
    false,
  ]);
  assertEquals(of("trace", { context: ["1"], target: 0 }), false);
  assertEquals([of("rewind", { step: 0 }), of("rewind", { step: -1 }), of("weights"), of("counts")], [
    true,
    false,
    true,
    true,
  ]);
});

Deno.test("a reply is done with a result, or failed with a known code and words", () => {
  const is = (message: unknown) => parseTrainingReply(message) !== null;
  assertEquals([is({ type: "done", id: 1, result: null }), is({ type: "done", id: 1 })], [true, false]);
  assertEquals(is({ type: "done", id: -1, result: 1 }), false);
  const failed = { type: "failed", id: 1, code: "memory", message: "m" };
  assertEquals([is(failed), is({ ...failed, code: "odd" }), is({ ...failed, message: 7 })], [
    true,
    false,
    false,
  ]);
  assertEquals([is({ ...failed, type: "odd" }), is(null)], [false, false]);
});

/** A page's client over a worker that the test plays. */
function played() {
  const listeners = new Map<string, (event: Event) => void>();
  const sent: unknown[] = [];
  let ends = 0;
  const client = createTrainingClient({
    postMessage: (message) => sent.push(message),
    addEventListener: (type, listener) => listeners.set(type, listener),
    terminate: () => void ends++,
  });
  const say = (type: string, fields: object) => listeners.get(type)!(Object.assign(new Event(type), fields));
  return { client, sent, say, ended: () => ends };
}

Deno.test("answers find their question by its id, in any order", async () => {
  const { client, sent, say } = played();
  const [first, second] = [client.request("rewind", { step: 1 }), client.request("rewind", { step: 2 })];
  assertEquals(sent, [{ type: "rewind", id: 0, step: 1 }, { type: "rewind", id: 1, step: 2 }]);
  say("message", { data: { type: "done", id: 1, result: { step: 2 } } });
  say("message", { data: { type: "failed", id: 0, code: "internal", message: "no" } });
  assertEquals(await second, { step: 2 });
  assertEquals((await assertRejects(() => first, TrainingError)).code, "internal");
});

Deno.test("a worker that says what it may not, or dies, is ended, and why is told of the first time", async () => {
  const reasonOf = async (type: string, fields: object) => {
    const { client, say, ended } = played();
    const asked = client.request("weights", {});
    say(type, fields);
    const { code, message } = await assertRejects(() => asked, TrainingError);
    say("messageerror", {});
    await assertRejects(() => client.request("weights", {}), TrainingError, message);
    return [code, message.includes("train again"), ended() > 0];
  };
  assertEquals(await reasonOf("message", { data: { type: "odd", id: 0 } }), ["worker_lost", true, true]);
  assertEquals(await reasonOf("messageerror", {}), ["worker_lost", true, true]);
  assertEquals(await reasonOf("error", { message: "out of memory" }), ["worker_lost", true, true]);
  assertEquals((await reasonOf("error", { message: "" }))[0], "download");
});

/** What the worker's side replies to a start whose engine fails with this. */
function failureOf(error: unknown): Promise<unknown[]> {
  const { promise, resolve } = Promise.withResolvers<unknown[]>();
  let hear: (event: MessageEvent) => void = () => {};
  serveTraining({
    postMessage: (message) => {
      const { type, code, message: text } = message as Record<string, string>;
      resolve([type, code, text]);
    },
    addEventListener: (_, listener) => void (hear = listener),
  }, {
    candidates: [{ ...plainCandidate(), create: () => Promise.reject(error) }],
    threads: () => 1,
    now: () => 0,
    fetchText: () => Promise.reject(new Error("404")),
  });
  hear({ data: { type: "odd" } } as MessageEvent);
  hear({ data: { type: "start", id: 3, settings: DEFAULT_SETTINGS } } as MessageEvent);
  return promise;
}

Deno.test("a worker's failure has the code of its cause: memory, what could not be fetched, the GPU, or none", async () => {
  assertEquals((await failureOf(new RangeError("Array buffer allocation failed"))).slice(0, 2), [
    "failed",
    "memory",
  ]);
  assertEquals((await failureOf(new TypeError("Failed to fetch")))[1], "download");
  assertEquals((await failureOf(new Error("The device was lost")))[1], "device_lost");
  assertEquals(await failureOf(new Error("odd")), ["failed", "internal", "odd"]);
  assertEquals(await failureOf("plain"), ["failed", "internal", "plain"]);
  assertEquals(await failureOf(new TrainingError("rate", "memory of a rate")), [
    "failed",
    "rate",
    "memory of a rate",
  ]);
});
