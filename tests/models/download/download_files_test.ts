import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { openModelFiles } from "@/lib/models/download/download_files.ts";
import { type LoadProgress, ModelError } from "@/lib/models/model_provider.ts";
import { sha256 } from "@/lib/models/download/sha256.ts";
import { type MemoryCache, memoryCache } from "../memory_cache.ts";
import { type TestHost, testHost } from "../test_host.ts";

const WEIGHTS = Uint8Array.from({ length: 300_000 }, (_, index) => (index * index) >> 3);
const CONFIG = new TextEncoder().encode('{"model_type":"llama"}');
const FILES = [
  { path: "config.json", bytes: CONFIG.length, sha256: await sha256(CONFIG) },
  { path: "onnx/model_q4.onnx", bytes: WEIGHTS.length, sha256: await sha256(WEIGHTS) },
];

/** Serves the two files under any prefix. */
function serve(request: Request): Response {
  return new Response(request.url.endsWith("config.json") ? CONFIG : WEIGHTS);
}

interface Setup {
  readonly cache?: MemoryCache | null;
  readonly files?: typeof FILES;
  readonly progress?: LoadProgress[];
  readonly fetch?: typeof fetch;
  readonly revision?: string;
  readonly subtle?: null;
}

function open(
  host: Pick<TestHost, "url">,
  { cache = null, files = FILES, progress = [], ...rest }: Setup = {},
) {
  const revision = rest.revision ?? "main";
  return openModelFiles({
    spec: { name: "a/b", revision, baseUrl: `${host.url}/a/b/resolve/${revision}/`, files },
    onProgress: (step) => progress.push(step),
    signal: new AbortController().signal,
    openCache: () => Promise.resolve(cache),
    wait: () => Promise.resolve(),
    fetch: rest.fetch ?? fetch,
    ...(rest.subtle === null && { subtle: null }),
  });
}

Deno.test("openModelFiles() tells progress over all files from the first byte", async () => {
  await using host = testHost(serve);
  const progress: LoadProgress[] = [];
  const files = open(host, { progress });
  assertEquals(await files.get("config.json"), CONFIG);
  assertEquals(await files.get("onnx/model_q4.onnx"), WEIGHTS);
  const total = CONFIG.length + WEIGHTS.length;
  assertEquals(new Set(progress.map((step) => step.totalBytes)), new Set([total]));
  assertEquals(progress.at(-1), { phase: "verify", loadedBytes: total, totalBytes: total, cached: false });
});

Deno.test("openModelFiles() asks for no file that is not listed", async () => {
  await using host = testHost(serve);
  assertEquals(await open(host).get("generation_config.json"), null);
  assertEquals(host.requests.length, 0);
});

Deno.test("openModelFiles() reads a second time from the cache, also offline", async () => {
  const cache = memoryCache();
  await using host = testHost(serve);
  await open(host, { cache }).get("onnx/model_q4.onnx");
  const offline = () => Promise.reject(new TypeError("Failed to fetch"));
  const progress: LoadProgress[] = [];
  const files = open(host, { cache, progress, fetch: offline });
  assertEquals(await files.get("onnx/model_q4.onnx"), WEIGHTS);
  assertEquals(progress.every((step) => step.cached), true);
  assertEquals(files.notices, []);
});

Deno.test("openModelFiles() replaces a damaged copy in the cache", async () => {
  const cache = memoryCache();
  await using host = testHost(serve);
  await open(host, { cache }).get("onnx/model_q4.onnx");
  const [entry] = cache.entries.values();
  entry!.body[1000]! ^= 1;
  const files = open(host, { cache });
  assertEquals(await files.get("onnx/model_q4.onnx"), WEIGHTS);
  assertStringIncludes(files.notices[0]!, "damaged");
  assertEquals(host.requests.length, 2);
  assertEquals(cache.entries.values().next().value?.body, WEIGHTS);
});

Deno.test("openModelFiles() replaces a truncated copy in the cache", async () => {
  const cache = memoryCache();
  await using host = testHost(serve);
  const unhashed = FILES.map((file) => ({ ...file, sha256: null as unknown as string }));
  await open(host, { cache, files: unhashed }).get("onnx/model_q4.onnx");
  const [entry] = cache.entries.values();
  entry!.body = entry!.body.slice(0, 9);
  assertEquals(await open(host, { cache, files: unhashed }).get("onnx/model_q4.onnx"), WEIGHTS);
});

Deno.test("openModelFiles() downloads a corrupted file once more and then gives up", async () => {
  const wrong = WEIGHTS.map((byte) => byte ^ 1);
  await using once = testHost((request, count) => count === 1 ? new Response(wrong) : serve(request));
  assertEquals(await open(once).get("onnx/model_q4.onnx"), WEIGHTS);
  const cache = memoryCache();
  await using always = testHost(() => new Response(wrong));
  const error = await assertRejects(() => open(always, { cache }).get("onnx/model_q4.onnx"), ModelError);
  assertEquals(error.code, "integrity");
  assertEquals(always.requests.length, 2);
  assertEquals(cache.entries.size, 0);
});

Deno.test("openModelFiles() without WebCrypto hashes what arrives, and takes nothing that is damaged", async () => {
  const wrong = WEIGHTS.map((byte) => byte ^ 1);
  const cache = memoryCache();
  await using once = testHost((request, count) => count === 1 ? new Response(wrong) : serve(request));
  assertEquals(await open(once, { cache, subtle: null }).get("onnx/model_q4.onnx"), WEIGHTS);
  assertEquals(once.requests.length, 2);
  assertEquals(await open(once, { cache }).get("onnx/model_q4.onnx"), WEIGHTS);
  assertEquals(once.requests.length, 2, "and what it stored is found intact");
});

Deno.test("openModelFiles() does not take a page for a configuration", async () => {
  const page = new TextEncoder().encode("<!doctype html><title>Home</title>");
  const cache = memoryCache();
  await using host = testHost(() => new Response(page));
  const files = [{
    path: "config.json",
    bytes: null as unknown as number,
    sha256: null as unknown as string,
  }];
  const error = await assertRejects(() => open(host, { files, cache }).get("config.json"), ModelError);
  assertEquals(error.code, "integrity");
  assertEquals(cache.entries.size, 0);
});

Deno.test("openModelFiles() goes on without a storage that is full", async () => {
  const cache = memoryCache();
  cache.full = true;
  await using host = testHost(serve);
  const files = open(host, { cache });
  assertEquals(await files.get("config.json"), CONFIG);
  assertEquals(await files.get("onnx/model_q4.onnx"), WEIGHTS);
  assertEquals(files.notices.length, 1);
  assertStringIncludes(files.notices[0]!, "storage is full");
});

Deno.test("openModelFiles() does not take an old file for one that was republished", async () => {
  const cache = memoryCache();
  await using host = testHost(serve);
  await open(host, { cache }).get("onnx/model_q4.onnx");
  const next = WEIGHTS.toReversed();
  const files = [{ path: "onnx/model_q4.onnx", bytes: next.length, sha256: await sha256(next) }];
  await using later = testHost(() => new Response(next));
  const moved: typeof fetch = (_, init) => fetch(later.url, init);
  assertEquals(await open(host, { cache, files, fetch: moved }).get("onnx/model_q4.onnx"), next);
  assertEquals(cache.entries.size, 1);
});

Deno.test("openModelFiles() gives null for a listed file that is gone", async () => {
  await using host = testHost(() => new Response(null, { status: 404 }));
  assertEquals(await open(host).get("config.json"), null);
});

Deno.test("openModelFiles() does not ask for what the page read already, unless it is not what it should be", async () => {
  for (const [content, asked] of [['{"model_type":"llama"}', 0], ['{"model_type":"other"}', 1]] as const) {
    await using host = testHost(serve);
    const files = open(host, {
      files: FILES.map((file) => file.path === "config.json" ? { ...file, content } : file),
    });
    assertEquals(await files.get("config.json"), CONFIG);
    assertEquals(host.requests.length, asked);
  }
});
