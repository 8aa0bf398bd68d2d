/** A download that was called off goes on where it was. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { openModelFiles } from "@/lib/models/download/download_files.ts";
import { sha256 } from "@/lib/models/download/sha256.ts";
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

Deno.test("openModelFiles() takes a canceled download up from its last part, and keeps no part of a whole file", async () => {
  const cache = memoryCache();
  const controller = new AbortController();
  const first = slowHost((sent) => sent >= 180_000 && controller.abort());
  await assertRejects(() => open(first.answer, cache, controller.signal).get(FILE.path));
  assert((await cache.keys()).length >= 2);
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
  const host = slowHost(() => {});
  assertEquals(await open(host.answer, cache, new AbortController().signal).get(FILE.path), WEIGHTS);
  assertEquals(host.ranges, ["bytes=150000-", null]);
});
