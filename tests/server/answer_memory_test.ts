import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { createAnswerMemory, type RememberedAnswer } from "@/lib/server/answer_memory.ts";

function answer(json: string): RememberedAnswer {
  return { json, response: new Response(json) };
}

Deno.test("createAnswerMemory() gives back what was set, and null for what was not", () => {
  const memory = createAnswerMemory(1000);
  const one = answer("1");
  memory.set("a", one);
  assertStrictEquals(memory.get("a"), one);
  assertEquals(memory.get("b"), null);
});

Deno.test("createAnswerMemory() forgets what was not asked for, and keeps what was", () => {
  const memory = createAnswerMemory(5000);
  memory.set("kept", answer("x".repeat(6)));
  for (let i = 0; i < 50; i++) {
    memory.set(`n${i}`, answer("y".repeat(7)));
    assert(memory.get("kept") !== null, `kept is gone after ${i}`);
  }
  assertEquals(memory.get("n0"), null);
});

Deno.test("createAnswerMemory() never holds more than its size", () => {
  const memory = createAnswerMemory(1000);
  for (let i = 0; i < 500; i++) memory.set(`q${i}`, answer("z".repeat(20)));
  // Each takes its question, its 20 characters and 400 that hold them together: two fit.
  const held = Array.from({ length: 500 }, (_, i) => `q${i}`).filter((question) => memory.get(question));
  assertEquals(held, ["q498", "q499"]);
});
