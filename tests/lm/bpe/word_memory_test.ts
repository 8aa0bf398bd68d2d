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

Deno.test("createWordMemory() forgets what it has no room for: what it still knows fits", () => {
  let splits = 0;
  const memory = createWordMemory((word) => (splits++, new Array<number>(word.length).fill(0)), 10_000);
  const words = Array.from({ length: 2000 }, (_, i) => `${i}`.padStart(20, "w"));
  for (const word of words) memory.encode(word);
  let known = 0;
  for (const word of words.toReversed()) {
    const before = splits;
    memory.encode(word);
    if (splits > before) break;
    known += 2 * word.length;
  }
  assert(known > 0 && known <= 10_000, `${known} characters and tokens are still known`);
});
