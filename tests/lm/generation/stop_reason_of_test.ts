import { assertEquals } from "@std/assert";
import { stopReasonOf, type StopSettings } from "@/lib/lm/generation/stop_reason_of.ts";
import { fakeModel } from "../fake_model.ts";

const model = fakeModel({
  tokens: ["</s>", "a", "b", "\n", "ab", Uint8Array.of(0xc3), Uint8Array.of(0xa9), new Uint8Array()],
  endTokens: [0],
  contextLength: 12,
});

function reason(tokens: number[], settings: Partial<StopSettings> = {}): string {
  return stopReasonOf(model, { prompt: [1, 2], maxTokens: 9, ...settings }, tokens);
}

Deno.test("stopReasonOf() is visitor while nothing holds", () => {
  assertEquals(reason([]), "visitor");
  assertEquals(reason([1, 2, 3]), "visitor");
});

Deno.test("stopReasonOf() sees an end token in last place, if asked to", () => {
  assertEquals(reason([1, 0]), "end");
  assertEquals(reason([1, 0], { stopAtEnd: false }), "visitor");
  assertEquals(reason([0, 1]), "visitor");
});

Deno.test("stopReasonOf() sees a stop string that spans tokens, newlines and bytes of a character", () => {
  assertEquals(reason([2, 3, 1], { stop: ["b\na"] }), "stop");
  assertEquals(reason([1, 4], { stop: ["aa"] }), "stop");
  assertEquals(reason([1, 4], { stop: ["a"] }), "stop");
  assertEquals(reason([5, 6], { stop: ["é"] }), "stop");
  assertEquals(reason([5], { stop: ["é"] }), "visitor");
  assertEquals(reason([1, 2], { stop: ["B", "ba"] }), "visitor");
});

Deno.test("stopReasonOf() looks at the generation only, and at what its last token completes", () => {
  assertEquals(reason([1], { stop: ["ba"] }), "visitor");
  assertEquals(reason([1, 2], { stop: ["a"] }), "visitor");
  assertEquals(reason([1, 7], { stop: ["a"] }), "visitor");
});

Deno.test("stopReasonOf() ignores empty strings", () => {
  assertEquals(reason([1], { stop: [""], blocked: [""] }), "visitor");
});

Deno.test("stopReasonOf() counts tokens and context", () => {
  assertEquals(reason([1, 1, 1], { maxTokens: 3 }), "limit");
  assertEquals(reason([], { maxTokens: 0 }), "limit");
  assertEquals(reason(Array(9).fill(1), { maxTokens: 100 }), "visitor");
  assertEquals(reason(Array(10).fill(1), { maxTokens: 100 }), "context");
  assertEquals(reason([1, 1], { contextLimit: 4 }), "context");
  assertEquals(reason([1, 1], { contextLimit: 4, contextPolicy: "truncate_start" }), "visitor");
});

Deno.test("stopReasonOf() of several names the first of end, blocked, stop, limit, context", () => {
  const all = { blocked: ["b"], stop: ["b"], maxTokens: 1, contextLimit: 3 };
  assertEquals(reason([0], all), "end");
  assertEquals(reason([2], all), "blocked");
  assertEquals(reason([2], { ...all, blocked: [] }), "stop");
  assertEquals(reason([1], all), "limit");
  assertEquals(reason([1], { ...all, maxTokens: 2 }), "context");
});
