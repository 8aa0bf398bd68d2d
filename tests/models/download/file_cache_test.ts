/** What the cache of models holds: keys, sizes, versions, and what a browser that refuses leaves. */
import { assertEquals, assertStrictEquals } from "@std/assert";
import {
  cacheKey,
  type CacheStore,
  deleteCached,
  isCached,
  listCached,
  openCache,
  readCached,
  writeCached,
} from "@/lib/models/download/file_cache.ts";
import { GrowingBytes } from "@/lib/models/download/growing_bytes.ts";
import {
  areCached,
  clearModels,
  recallRepository,
  rememberRepository,
  storageReport,
} from "@/lib/models/download/model_storage.ts";
import { isForWebCrypto } from "@/lib/models/download/sha256.ts";
import type { Repository } from "@/lib/models/hub/repository.ts";
import { memoryCache } from "../memory_cache.ts";

const URL = "http://host.invalid/a/b/model.onnx";
const OWNER = { name: "a/b", revision: "main" };
const FILE = { path: "model.onnx", bytes: 3, sha256: null };
const BYTES = Uint8Array.of(5, 6, 7);

const version = (file: object) => new globalThis.URL(cacheKey(URL, { ...FILE, ...file })).search;

Deno.test("cacheKey() tells versions apart by hash, else the host's mark, else length", () => {
  assertEquals(version({ sha256: "ab", etag: '"m"' }), "?version=ab");
  assertEquals(version({ etag: '"m"' }), "?version=%22m%22");
  assertEquals(version({}), "?version=3");
  assertEquals(version({ bytes: 0 }), "?version=0");
  assertEquals(version({ bytes: null }), "?version=unknown");
});

Deno.test("isCached() compares lengths where the file's is known", async () => {
  const cache = memoryCache();
  assertEquals(await isCached(cache, URL, FILE), false);
  await writeCached(cache, URL, { ...FILE, sha256: "ab" }, { bytes: BYTES, sha256: null }, OWNER);
  const held = (bytes: number | null) => isCached(cache, URL, { ...FILE, bytes, sha256: "ab" });
  assertEquals([await held(3), await held(2), await held(4), await held(null)], [true, false, false, true]);
});

Deno.test("writeCached() drops other versions of the file and keeps its hash and its owner", async () => {
  const cache = memoryCache();
  await writeCached(cache, URL, { ...FILE, sha256: "old" }, { bytes: BYTES, sha256: "old" }, OWNER);
  await writeCached(cache, `${URL}_data`, FILE, { bytes: BYTES, sha256: null }, OWNER);
  const file = { ...FILE, sha256: "new" };
  await writeCached(cache, URL, file, { bytes: Uint8Array.of(8, 9), sha256: "new" }, OWNER);
  assertEquals([...cache.entries.keys()], [`${URL}_data?version=3`, `${URL}?version=new`]);
  assertEquals(await readCached(cache, URL, file), { bytes: Uint8Array.of(8, 9), sha256: "new" });
  assertEquals((await readCached(cache, `${URL}_data`, FILE))?.sha256, null);
  const listed = (await listCached(cache)).map(({ name, revision, bytes }) => [name, revision, bytes]);
  assertEquals(listed, [["a/b", "main", 3], ["a/b", "main", 2]]);
  await deleteCached(cache, URL);
  assertEquals([...cache.entries.keys()], [`${URL}_data?version=3`]);
});

Deno.test("writeCached() hands the cache four mebibytes at a time", async () => {
  const sizes: number[] = [];
  const put = async (_: RequestInfo | globalThis.URL, response: Response) => {
    for await (const part of response.body!) sizes.push(part.length);
  };
  const cache: CacheStore = { ...memoryCache(), put };
  const slice = 4 * 1024 * 1024;
  for (const length of [0, 1, slice, slice + 1]) {
    sizes.length = 0;
    await writeCached(cache, URL, FILE, { bytes: new Uint8Array(length), sha256: null }, OWNER);
    assertEquals(sizes, length === 0 ? [] : length <= slice ? [length] : [slice, 1]);
  }
});

Deno.test("readCached() gives nothing where there is nothing, or it cannot be read", async () => {
  assertEquals(await readCached(memoryCache(), URL, FILE), null);
  const match = () => Promise.reject(new Error("The disk is gone"));
  assertEquals(await readCached({ ...memoryCache(), match }, URL, FILE), null);
});

Deno.test("listCached() leaves out what went meanwhile, and gives 0 bytes where none are told", async () => {
  const cache = memoryCache();
  await cache.put(URL, new Response(BYTES));
  const keys = async () => [new Request(`${URL}_gone`), ...await cache.keys()];
  const listed = await listCached({ ...cache, keys });
  assertEquals(listed.map(({ request: _, ...entry }) => entry), [{ name: "", revision: "", bytes: 0 }]);
});

Deno.test("openCache() gives the models' cache, and null where the browser has none", async () => {
  const names: string[] = [];
  const cache = memoryCache();
  const open = (name: string) => Promise.resolve((names.push(name), cache as unknown as Cache));
  assertStrictEquals(await openCache({ open }), cache as CacheStore);
  assertEquals(names, ["models-1"]);
  assertEquals(await openCache({ open: () => Promise.reject(new Error("insecure")) }), null);
});

Deno.test("storageReport() adds a model's files up, and takes the browser's figures where it gives some", async () => {
  const cache = memoryCache();
  const put = (path: string, length: number, owner: typeof OWNER) =>
    writeCached(cache, `${URL}/${path}`, FILE, { bytes: new Uint8Array(length), sha256: null }, owner);
  await put("1", 5, OWNER);
  await put("2", 7, OWNER);
  await put("3", 11, { ...OWNER, revision: "next" });
  await put("4", 13, { name: "c/d", revision: "main" });
  const models = [
    { name: "a/b", revision: "main", bytes: 12 },
    { name: "a/b", revision: "next", bytes: 11 },
    { name: "c/d", revision: "main", bytes: 13 },
  ];
  const told = { estimate: () => Promise.resolve({ usage: 99, quota: 1000 }) };
  assertEquals(await storageReport(cache, told), { usedBytes: 99, quotaBytes: 1000, models });
  const silent = { usedBytes: 36, quotaBytes: null, models };
  assertEquals(await storageReport(cache, undefined), silent);
  assertEquals(await storageReport(cache, { estimate: () => Promise.reject(new Error("no")) }), silent);
  assertEquals(await storageReport(null, told), { usedBytes: 99, quotaBytes: 1000, models: [] });
  await clearModels(cache, "a/b");
  assertEquals((await storageReport(cache, undefined)).models, models.slice(2));
  await clearModels(cache);
  assertEquals(cache.entries.size, 0);
});

const ADDRESS = { host: "http://host.invalid", name: "a/b", revision: "main" };

Deno.test("areCached() needs every file and a cache", async () => {
  const cache = memoryCache();
  const files = ["x", "y"].map((path) => ({ path, bytes: 3, sha256: null, etag: null }));
  assertEquals(await areCached(null, ADDRESS, []), false);
  assertEquals(await areCached(cache, ADDRESS, []), true);
  const base = "http://host.invalid/a/b/resolve/main/";
  await writeCached(cache, `${base}x`, files[0]!, { bytes: BYTES, sha256: null }, OWNER);
  assertEquals(await areCached(cache, ADDRESS, files), false);
  await writeCached(cache, `${base}y`, files[1]!, { bytes: BYTES, sha256: null }, OWNER);
  assertEquals(await areCached(cache, ADDRESS, files), true);
});

Deno.test("recallRepository() gives what was kept under the revision that was asked for, and null otherwise", async () => {
  const cache = memoryCache();
  const repository = { address: { ...ADDRESS, revision: "0123" }, files: [] } as unknown as Repository;
  await rememberRepository(cache, ADDRESS, repository);
  assertEquals(await recallRepository(cache, ADDRESS), repository);
  assertEquals(await recallRepository(cache, repository.address), null);
  assertEquals(await recallRepository(null, ADDRESS), null);
  const [entry] = [...cache.entries.values()];
  assertEquals(entry!.headers.get("x-revision"), "0123");
  assertEquals(Number(entry!.headers.get("content-length")), entry!.body.length);
  entry!.body = new TextEncoder().encode("no JSON");
  assertEquals(await recallRepository(cache, ADDRESS), null);
});

Deno.test("GrowingBytes grows by as much as it is given, and copies nothing of a known length", () => {
  const grown = new GrowingBytes(null);
  grown.push(new Uint8Array(65_536).fill(1));
  grown.push(new Uint8Array(200_001).fill(2));
  grown.push(Uint8Array.of(3));
  const taken = grown.take();
  assertEquals([taken.length, taken[65_535], taken[65_536], taken[265_537]], [265_538, 1, 2, 3]);
  const known = new GrowingBytes(4);
  known.push(BYTES);
  assertEquals([known.length, known.from(1)], [3, Uint8Array.of(6, 7)]);
  known.push(Uint8Array.of(8));
  assertStrictEquals(known.take(), known.take());
  known.clear();
  assertEquals([known.length, known.take()], [0, new Uint8Array()]);
});

Deno.test("isForWebCrypto() takes files up to 256 mebibytes, of a known length, where there is WebCrypto", () => {
  const { subtle } = crypto;
  const taken = [0, 268_435_456, 268_435_457, null].map((bytes) => isForWebCrypto(bytes, subtle));
  assertEquals(taken, [true, true, false, false]);
  assertEquals(isForWebCrypto(1, null), false);
});
