/** The store's rules over every database that there is, and over the smallest one that keeps it. */
import { kvDriver } from "@/lib/experiment/store/kv_store.ts";
import { memoryDriver } from "./memory_driver.ts";
import { testStore } from "./test_store.ts";

testStore("a map", () => Promise.resolve({ driver: memoryDriver() }));

testStore("Deno KV in memory", async () => ({ driver: kvDriver(await Deno.openKv(":memory:")) }));

testStore("Deno KV in a file", async () => {
  const folder = await Deno.makeTempDir();
  const driver = kvDriver(await Deno.openKv(`${folder}/kv.sqlite`));
  return { driver, remove: () => Deno.remove(folder, { recursive: true }) };
});
