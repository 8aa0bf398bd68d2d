/**
 * Verified model files in the browser's Cache API. An entry's key holds the file's address and its content's
 * hash (or ETag, or length), so that a file republished under the same address is another entry.
 *
 * @module
 */
import type { HostedFile } from "@/lib/models/hub/hosted_file.ts";
import type { ModelFile } from "@/lib/models/model_provider.ts";

/** What is asked of the browser's `Cache`. */
export type CacheStore = Pick<Cache, "match" | "put" | "delete" | "keys">;

/** Name of the cache; a change of the entries' form takes a new one. */
const CACHE_NAME = "models-1";

/** Bytes handed to the cache at once, so that a large file is not copied whole. */
const SLICE_BYTES = 4 * 1024 * 1024;

/** The model that a cached file belongs to. */
export interface CacheOwner {
  readonly name: string;
  readonly revision: string;
}

/** An entry of the cache, by its headers alone. */
interface CacheEntry extends CacheOwner {
  readonly bytes: number;
  readonly request: Request;
}

/** Opens the cache; null where the browser has none (plain http, some private windows). */
export async function openCache(
  caches: Pick<CacheStorage, "open"> | undefined = globalThis.caches,
): Promise<CacheStore | null> {
  try {
    return await caches?.open(CACHE_NAME) ?? null;
  } catch {
    return null;
  }
}

/** The key of a file that lies at `url`. */
export function cacheKey(url: string, file: ModelFile): string {
  const etag = (file as Partial<HostedFile>).etag ?? null;
  const version = file.sha256 ?? etag ?? (file.bytes === null ? "unknown" : String(file.bytes));
  const key = new URL(url);
  key.search = new URLSearchParams({ version }).toString();
  return key.href;
}

/** Whether the cache holds the file whole, as far as its headers tell. */
export async function isCached(cache: CacheStore, url: string, file: ModelFile): Promise<boolean> {
  const response = await cache.match(cacheKey(url, file));
  await response?.body?.cancel();
  return response !== undefined && (file.bytes === null || storedBytes(response) === file.bytes);
}

/** A file as the cache holds it. */
interface StoredFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** What its SHA-256 was when it was stored; null where an older version of the site stored it. */
  readonly sha256: string | null;
}

/** Reads a file; null where the cache does not hold it or cannot read it. */
export async function readCached(
  cache: CacheStore,
  url: string,
  file: ModelFile,
): Promise<StoredFile | null> {
  try {
    const response = await cache.match(cacheKey(url, file));
    if (response === undefined) return null;
    const bytes = new Uint8Array(await response.arrayBuffer());
    return { bytes, sha256: response.headers.get("x-sha256") };
  } catch {
    return null;
  }
}

/**
 * Stores a file and drops other versions of it.
 *
 * @throws {DOMException} `QuotaExceededError`, and whatever else the browser refuses with.
 */
export async function writeCached(
  cache: CacheStore,
  url: string,
  file: ModelFile,
  { bytes, sha256 }: StoredFile,
  owner: CacheOwner,
): Promise<void> {
  await deleteCached(cache, url);
  const headers = {
    "content-type": "application/octet-stream",
    "content-length": String(bytes.length),
    "x-model": owner.name,
    "x-revision": owner.revision,
    ...(sha256 !== null && { "x-sha256": sha256 }),
  };
  await cache.put(cacheKey(url, file), new Response(inSlices(bytes), { headers }));
}

/** Deletes every version of the file at `url`. */
export async function deleteCached(cache: CacheStore, url: string): Promise<void> {
  for (const request of await cache.keys(url, { ignoreSearch: true })) await cache.delete(request);
}

/** What the cache holds. */
export async function listCached(cache: CacheStore): Promise<CacheEntry[]> {
  const entries: CacheEntry[] = [];
  for (const request of await cache.keys()) {
    const response = await cache.match(request);
    if (response === undefined) continue;
    await response.body?.cancel();
    const name = response.headers.get("x-model") ?? "";
    const revision = response.headers.get("x-revision") ?? "";
    entries.push({ name, revision, bytes: storedBytes(response), request });
  }
  return entries;
}

function storedBytes(response: Response): number {
  return Number(response.headers.get("content-length") ?? 0);
}

function inSlices(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  let offset = 0;
  return new ReadableStream({
    pull(controller) {
      if (offset >= bytes.length) return controller.close();
      controller.enqueue(bytes.subarray(offset, offset + SLICE_BYTES));
      offset += SLICE_BYTES;
    },
  });
}
