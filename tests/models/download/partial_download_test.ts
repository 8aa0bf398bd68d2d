/** A download that was called off goes on where it was. */
import { assertEquals, assertRejects } from "@std/assert";
import { openModelFiles } from "@/lib/models/download/download_files.ts";
import { createPartKeeper, readParts } from "@/lib/models/download/partial_download.ts";
import { sha256 } from "@/lib/models/download/sha256.ts";
import { ModelError } from "@/lib/models/model_provider.ts";
import { memoryCache } from "../memory_cache.ts";

const WEIGHTS = Uint8Array.from({ length: 300_000 }, (_, index) => (index * index) >> 3);
const FILE = { path: "model.onnx", bytes: WEIGHTS.length, sha256: await sha256(WEIGHTS) };

/** A host that sends 10,000 bytes at a time, and what it was asked for. */
function slowHost(onChunk: (sent: number) => void, content = WEIGHTS) {
  const ranges: (string | null)[] = [];
  const answer: typeof fetch = (_, init) => {
    const range = new Headers(init?.headers).get("range");
    ranges.push(range);
    let at = Number(/\d+/.exec(range ?? "")?.[0] ?? 0);
    const headers = range === null
      ? {}
      : { "content-range": `bytes ${at}-${content.length - 1}/${content.length}` };
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (init?.signal?.aborted) return controller.error(init.signal.reason);
        if (at >= content.length) return controller.close();
        controller.enqueue(content.slice(at, at += 10_000));
        onChunk(at);
      },
    });
    return Promise.resolve(new Response(body, { status: range === null ? 200 : 206, headers }));
  };
  return { answer, ranges };
}

function open(fetch: typeof globalThis.fetch, cache: ReturnType<typeof memoryCache>, signal: AbortSignal) {
  return openModelFiles({
    spec: { name: "a/b", revision: "main", baseUrl: "http://host/", files: [FILE] },
    onProgress: () => {},
    openCache: () => Promise.resolve(cache),
    wait: () => Promise.resolve(),
    partBytes: 50_000,
    signal,
    fetch,
  });
}

/** Who calls a download off does not wait for what is being written. */
async function threeParts(cache: ReturnType<typeof memoryCache>): Promise<void> {
  while ((await cache.keys()).length < 3) await new Promise((resolve) => setTimeout(resolve));
}

Deno.test("openModelFiles() takes a canceled download up from its last part, and keeps no part of a whole file", async () => {
  const cache = memoryCache();
  const controller = new AbortController();
  const first = slowHost((sent) => sent >= 180_000 && controller.abort());
  await assertRejects(() => open(first.answer, cache, controller.signal).get(FILE.path));
  await threeParts(cache);
  const { signal } = new AbortController();
  const second = slowHost(() => {});
  assertEquals(await open(second.answer, cache, signal).get(FILE.path), WEIGHTS);
  assertEquals(second.ranges, ["bytes=150000-"]);
  assertEquals((await cache.keys()).length, 1);
});

Deno.test("openModelFiles() begins anew where what it had kept does not belong to the file", async () => {
  const cache = memoryCache();
  const controller = new AbortController();
  const other = slowHost((sent) => sent >= 180_000 && controller.abort(), WEIGHTS.toReversed());
  await assertRejects(() => open(other.answer, cache, controller.signal).get(FILE.path));
  await threeParts(cache);
  const host = slowHost(() => {});
  assertEquals(await open(host.answer, cache, new AbortController().signal).get(FILE.path), WEIGHTS);
  assertEquals(host.ranges, ["bytes=150000-", null]);
});

Deno.test("openModelFiles() gives who has gone nothing, also of what is stored", async () => {
  const cache = memoryCache();
  const host = slowHost(() => {});
  await open(host.answer, cache, new AbortController().signal).get(FILE.path);
  const gone = open(host.answer, cache, AbortSignal.abort(new Error("enough")));
  await assertRejects(() => gone.get(FILE.path), Error, "enough");
  assertEquals(await gone.get("another.onnx"), null, "a file that is not listed is none");
  assertEquals(host.ranges, [null]);
});

const URL = "http://host/model.onnx";
const OWNER = { name: "a/b", revision: "main" };
const SMALL = { path: "model.onnx", bytes: 5, sha256: "ab" };

Deno.test("readParts() takes parts as far as they follow each other and fit into the file", async () => {
  const cache = memoryCache();
  const keeper = createPartKeeper(cache, URL, SMALL, OWNER);
  keeper.keep(Uint8Array.of(1, 2), 0);
  keeper.keep(Uint8Array.of(3), 2);
  keeper.keep(Uint8Array.of(5), 4);
  await keeper.settled();
  const parts = async (file: object) =>
    (await readParts(cache, URL, { ...SMALL, ...file })).map((part) => [...part]);
  assertEquals(await parts({}), [[1, 2], [3]], "byte 3 is not there");
  assertEquals(await parts({ bytes: null }), [[1, 2], [3]]);
  assertEquals(await parts({ bytes: 3 }), [[1, 2], [3]]);
  assertEquals(await parts({ bytes: 2 }), [[1, 2]]);
  assertEquals(await parts({ bytes: 1 }), []);
  assertEquals(await parts({ sha256: "cd" }), [], "another version");
  assertEquals(await parts({ sha256: null }), []);
  assertEquals(await readParts(null, URL, SMALL), []);
});

Deno.test("a part of a file of unknown hash is not kept, and one that the browser refuses costs nothing", async () => {
  const cache = memoryCache();
  const unknown = createPartKeeper(cache, URL, { ...SMALL, sha256: null }, OWNER);
  unknown.keep(Uint8Array.of(1), 0);
  await unknown.settled();
  assertEquals(cache.entries.size, 0);
  cache.full = true;
  const refused = createPartKeeper(cache, URL, SMALL, OWNER);
  refused.keep(Uint8Array.of(1), 0);
  await refused.settled();
  assertEquals(cache.entries.size, 0);
});

Deno.test("openModelFiles() keeps parts of eight mebibytes where nothing else is said", async () => {
  const content = new Uint8Array(9 * 1024 * 1024).fill(7);
  const kept: number[] = [];
  const cache = memoryCache();
  const put: typeof cache.put = async (request, response) => {
    if (String(request).includes("part=")) kept.push((await response.arrayBuffer()).byteLength);
  };
  const chunks = Array.from({ length: 9 }, (_, index) => content.slice(index << 20, (index + 1) << 20));
  const files = openModelFiles({
    spec: { ...OWNER, baseUrl: "http://host/", files: [{ ...FILE, bytes: content.length }] },
    onProgress: () => {},
    openCache: () => Promise.resolve({ ...cache, put }),
    wait: () => Promise.resolve(),
    signal: new AbortController().signal,
    fetch: () =>
      Promise.resolve(new Response(ReadableStream.from(chunks.slice()) as ReadableStream<Uint8Array>)),
  });
  await assertRejects(() => files.get(FILE.path), ModelError, "SHA-256");
  assertEquals(kept, [8_388_608, 8_388_608]);
});
