import { assertEquals } from "@std/assert";
import { type CacheTensor, KvCacheOwner, sharedPrefix } from "@/lib/models/engine/kv_cache_owner.ts";

/** Tensors that count how often they are disposed. */
function tensors(length: number | null, bytes = 10) {
  const disposed: string[] = [];
  const make = (name: string, length: number | null): CacheTensor => ({
    bytes,
    length,
    crop: (shorter) => Promise.resolve(make(`${name}[${shorter}]`, shorter)),
    dispose: () => void disposed.push(name),
  });
  return { map: new Map([["key", make("key", length)], ["value", make("value", length)]]), disposed };
}

Deno.test("sharedPrefix() counts equal tokens at the start", () => {
  assertEquals(sharedPrefix([1, 2, 3], [1, 2, 4, 5]), 2);
  assertEquals(sharedPrefix([1, 2], [1, 2, 3]), 2);
  assertEquals(sharedPrefix([], [1]), 0);
  assertEquals(sharedPrefix([2], [1]), 0);
});

Deno.test("a new owner holds nothing", async () => {
  const owner = new KvCacheOwner();
  assertEquals([owner.length, owner.bytes, owner.tensors], [0, 0, null]);
  assertEquals(await owner.reuse([1, 2], 1), 0);
});

Deno.test("reuse() crops to the shared prefix and disposes what it cropped", async () => {
  const owner = new KvCacheOwner();
  const { map, disposed } = tensors(4);
  owner.replace(map, [1, 2, 3, 4]);
  assertEquals(await owner.reuse([1, 2, 9, 9, 9], 4), 2);
  assertEquals(disposed, ["key", "value"]);
  assertEquals([owner.length, owner.tensors?.get("key")?.length], [2, 2]);
});

Deno.test("reuse() keeps the tensors as they are where nothing is to be cropped", async () => {
  const owner = new KvCacheOwner();
  const { map, disposed } = tensors(2);
  owner.replace(map, [1, 2]);
  assertEquals(await owner.reuse([1, 2, 3], 2), 2);
  assertEquals([owner.tensors, disposed], [map, []]);
});

Deno.test("reuse() holds back what the limit leaves out", async () => {
  const owner = new KvCacheOwner();
  owner.replace(tensors(3).map, [1, 2, 3]);
  assertEquals(await owner.reuse([1, 2, 3], 2), 2);
  assertEquals(await owner.reuse([1, 2, 3], 0), 0);
  assertEquals(owner.tensors, null);
});

Deno.test("reuse() starts over where states have no positions to crop", async () => {
  const owner = new KvCacheOwner();
  const { map, disposed } = tensors(null);
  owner.replace(map, [1, 2, 3]);
  assertEquals(await owner.reuse([1, 2, 3, 4], 3), 3, "A longer text goes on from any state");
  assertEquals(await owner.reuse([1, 2, 9], 2), 0);
  assertEquals([owner.length, owner.tensors, disposed], [0, null, ["key", "value"]]);
});

Deno.test("replace() disposes what it replaces, but not a tensor that it is given back", () => {
  const owner = new KvCacheOwner();
  const { map, disposed } = tensors(2);
  owner.replace(map, [1, 2]);
  owner.replace(new Map([["key", map.get("key")!]]), [1, 2]);
  assertEquals(disposed, ["value"]);
  assertEquals(owner.bytes, 10);
});

Deno.test("replace() with no tensors holds no tokens: such a graph has no cache", () => {
  const owner = new KvCacheOwner();
  owner.replace(new Map(), [1, 2, 3]);
  assertEquals([owner.length, owner.tensors], [0, null]);
});

Deno.test("clear() disposes everything", () => {
  const owner = new KvCacheOwner();
  const { map, disposed } = tensors(1);
  owner.replace(map, [1]);
  owner.clear();
  owner.clear();
  assertEquals(disposed, ["key", "value"]);
});
