/** A short run of bench/durability.ts: real servers, a real kill. */
import { assert, assertEquals } from "@std/assert";
import { measureDurability, measureSharing } from "@/bench/durability.ts";

Deno.test("a server that is killed while it stores loses nothing that it acknowledged, and miscounts nothing", async () => {
  const { acknowledged, missing, found, countedBytes, actualBytes } = await measureDurability(200, 60);
  assert(acknowledged >= 60 && acknowledged < 200, `${acknowledged}`);
  assertEquals(missing, 0);
  // What was being stored at the kill is there as a whole, or not at all.
  assert(found >= acknowledged, `${found} of ${acknowledged}`);
  assertEquals(countedBytes, actualBytes);
});

Deno.test("two servers on one file give one answer and share the limit of a day", async () => {
  assertEquals(await measureSharing(60, 40), { acknowledged: 40, missing: 0, overLimit: 20, failed: 0 });
});
