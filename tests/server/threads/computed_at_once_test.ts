import { assertEquals } from "@std/assert";

/** How many requests a machine with so many cores computes at a time. */
async function atOnce(cores: number): Promise<number> {
  const own = Object.getOwnPropertyDescriptor(navigator, "hardwareConcurrency");
  Object.defineProperty(navigator, "hardwareConcurrency", { value: cores, configurable: true });
  try {
    // A module of its own for each, since it asks the machine once.
    const path = `@/lib/server/threads/compute_queue.ts?cores=${cores}`;
    const module: typeof import("@/lib/server/threads/compute_queue.ts") = await import(path);
    return module.COMPUTED_AT_ONCE;
  } finally {
    if (own) Object.defineProperty(navigator, "hardwareConcurrency", own);
    else delete (navigator as { hardwareConcurrency?: number }).hardwareConcurrency;
  }
}

Deno.test("one request more is computed than a client may have, who has a core less than there are, two at most", async () => {
  const counts = [];
  for (const cores of [1, 2, 3, 4, 16]) counts.push(await atOnce(cores));
  assertEquals(counts, [2, 2, 3, 3, 3]);
});
