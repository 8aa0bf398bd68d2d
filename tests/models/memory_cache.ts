import type { CacheStore } from "@/lib/models/download/file_cache.ts";

/** A `Cache` in memory, with switches for a browser that refuses. */
export interface MemoryCache extends CacheStore {
  /** Keys and bodies, to look at and to damage. */
  readonly entries: Map<string, { headers: Headers; body: Uint8Array<ArrayBuffer> }>;
  /** Throws on every `put`, as a full storage does. */
  full: boolean;
}

/** A cache answers in a task of its own: what nobody waits for has not happened yet. */
const task = () => new Promise<void>((resolve) => setImmediate(resolve));

export function memoryCache(): MemoryCache {
  const entries: MemoryCache["entries"] = new Map();
  const cache: MemoryCache = {
    entries,
    full: false,
    async match(request) {
      await task();
      const entry = entries.get(urlOf(request));
      return entry && new Response(entry.body, { headers: entry.headers });
    },
    put: async (request, response) => {
      const body = new Uint8Array(await response.arrayBuffer());
      await task();
      if (cache.full) throw new DOMException("Quota exceeded", "QuotaExceededError");
      entries.set(urlOf(request), { headers: response.headers, body });
    },
    async delete(request) {
      await task();
      return entries.delete(urlOf(request));
    },
    async keys(request, options) {
      await task();
      const wanted = request === undefined ? null : urlOf(request);
      const matches = (key: string) =>
        wanted === null || (options?.ignoreSearch ? bare(key) === bare(wanted) : key === wanted);
      return [...entries.keys()].filter(matches).map((key) => new Request(key));
    },
  };
  return cache;
}

function urlOf(request: RequestInfo | URL): string {
  return request instanceof Request ? request.url : new URL(request).href;
}

function bare(url: string): string {
  return url.replace(/\?.*$/, "");
}
