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
  let held = 0;
  for (let i = 499; i >= 0; i--) if (memory.get(`q${i}`)) held += `q${i}`.length + 20;
  assert(held > 0 && held <= 1000, `${held} characters`);
});
