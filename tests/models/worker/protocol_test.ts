import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { MODEL_ERROR_CODES } from "@/lib/models/model_provider.ts";
import type { TokenQuestion } from "@/lib/lm/generation/decide_token.ts";
import { DEFAULT_SAMPLER } from "@/lib/lm/sampler/settings.ts";
import { isFatal, parseEvent, parseRequest } from "@/lib/models/worker/protocol.ts";
import { fakeSpec } from "../fake_spec.ts";

const QUESTION: TokenQuestion = {
  sampler: DEFAULT_SAMPLER,
  pick: "sample",
  seed: 4,
  index: 2,
  context: [1],
  top: 10,
};

const REQUESTS = [
  { type: "load", id: 1, spec: fakeSpec() },
  { type: "encode", id: 2, text: "" },
  { type: "encode_chat", id: 3, text: "a" },
  { type: "logits", id: 4, tokens: [1, 2], rows: 1, cache: true },
  { type: "decide", id: 7, tokens: [1, 2], question: QUESTION, cache: true },
  { type: "score", id: 5, tokens: [1, 2], from: 1, top: 0 },
  { type: "cancel", id: 4 },
  { type: "dispose", id: 6 },
];

const EVENTS = [
  {
    type: "progress",
    id: 1,
    progress: { phase: "download", loadedBytes: 0, totalBytes: null, cached: false },
  },
  { type: "done", id: 2, result: null },
  { type: "failed", id: 3, code: "not_finite", message: "NaN", fatal: false },
  { type: "lost", code: "device_lost", message: "reset" },
];

Deno.test("parseRequest() and parseEvent() let every message of the protocol pass", () => {
  for (const request of REQUESTS) assertEquals(parseRequest(request) as unknown, request);
  for (const event of EVENTS) assertEquals(parseEvent(event) as unknown, event);
});

Deno.test("parseRequest() refuses a message with a field missing or of another type", () => {
  for (const request of REQUESTS) {
    for (const name of Object.keys(request)) {
      for (const value of [undefined, null, "x", -1, {}]) {
        if (name === "text" && value === "x") continue;
        const damaged = { ...request, [name]: value };
        assertEquals(parseRequest(damaged), null, JSON.stringify(damaged));
      }
    }
  }
});

Deno.test("parseRequest() refuses a question with a field missing or of another type", () => {
  for (const name of Object.keys(QUESTION)) {
    for (const value of [undefined, null, "x", {}, ...name === "sampler" ? [] : [-1]]) {
      const question = { ...QUESTION, [name]: value };
      assertEquals(parseRequest({ type: "decide", id: 7, tokens: [1], cache: true, question }), null, name);
    }
  }
});

Deno.test("parseEvent() refuses a message with a field missing or of another type", () => {
  for (const event of EVENTS) {
    for (
      const name of Object.keys(event).filter((each) =>
        !["result", "message", "fatal", "progress"].includes(each)
      )
    ) {
      for (const value of [undefined, null, "x", -1]) {
        const damaged = { ...event, [name]: value };
        assertEquals(parseEvent(damaged), null, JSON.stringify(damaged));
      }
    }
  }
  assertEquals(parseEvent({ type: "done", id: 1 }), null);
  assertEquals(parseEvent({ type: "progress", id: 1, progress: null }), null);
});

Deno.test("parseRequest() and parseEvent() are total", () => {
  fc.assert(fc.property(fc.anything(), (message) => {
    parseRequest(message);
    parseEvent(message);
  }));
  const names = ["constructor", "__proto__", "toString", "hasOwnProperty"];
  for (const type of names) {
    assertEquals([parseRequest({ type, id: 1 }), parseEvent({ type, id: 1 })], [null, null]);
  }
});

Deno.test("isFatal() keeps a worker only after failures that leave onnxruntime untouched", () => {
  const survived = MODEL_ERROR_CODES.filter((code) => !isFatal(code));
  for (const code of ["too_long", "bad_token", "aborted", "not_finite"] as const) {
    assert(survived.includes(code));
  }
  for (const code of ["internal", "device_lost", "out_of_memory", "worker_lost"] as const) {
    assert(isFatal(code));
  }
});
