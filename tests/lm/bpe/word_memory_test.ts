import { assert, assertEquals } from "@std/assert";
import { createWordMemory } from "@/lib/lm/bpe/word_memory.ts";

Deno.test("createWordMemory() splits a common word once", () => {
  let splits = 0;
  const memory = createWordMemory((word) => (splits++, [word.length]));
  for (let i = 0; i < 3; i++) assertEquals(memory.encode("package"), [7]);
  assertEquals(splits, 1);
});

Deno.test("createWordMemory() holds no more than it may, whatever it is asked", () => {
  const memory = createWordMemory((word) => new Array(word.length).fill(0), 10_000);
  for (let i = 0; i < 5000; i++) {
    assertEquals(memory.encode(`${i}`.repeat(1 + i % 200)).length, `${i}`.length * (1 + i % 200));
    assert(memory.size <= 10_000);
  }
  memory.encode("x".repeat(8000));
  assert(memory.size <= 10_000);
});
