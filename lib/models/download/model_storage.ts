/**
 * What the browser's storage holds of models, and deleting it.
 *
 * @module
 */
import type { HostedFile } from "@/lib/models/hub/hosted_file.ts";
import { cacheKey, type CacheStore, isCached, listCached } from "@/lib/models/download/file_cache.ts";
import { baseUrl, type HubAddress } from "@/lib/models/hub/hub_address.ts";
import type { StorageReport } from "@/lib/models/model_provider.ts";
import type { Repository } from "@/lib/models/hub/repository.ts";

/** What is asked of `navigator.storage`. */
export type StorageEstimator = Pick<StorageManager, "estimate">;

/** The cached models with their sizes, and the browser's own figures where it tells them. */
export async function storageReport(
  cache: CacheStore | null,
  estimator: StorageEstimator | undefined,
): Promise<StorageReport> {
  const models = new Map<string, { name: string; revision: string; bytes: number }>();
  for (const { name, revision, bytes } of cache === null ? [] : await listCached(cache)) {
    const before = models.get(`${name}@${revision}`)?.bytes ?? 0;
    models.set(`${name}@${revision}`, { name, revision, bytes: before + bytes });
  }
  const cached = [...models.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  const estimate = await estimator?.estimate().catch(() => null) ?? null;
  return {
    usedBytes: estimate?.usage ?? cached,
    quotaBytes: estimate?.quota ?? null,
    models: [...models.values()],
  };
}

/** Deletes the cached files of one model, or of all. */
export async function clearModels(cache: CacheStore, name?: string): Promise<void> {
  for (const entry of await listCached(cache)) {
    if (name === undefined || entry.name === name) await cache.delete(entry.request);
  }
}

/** Whether the cache holds all of a model's files. */
export async function areCached(
  cache: CacheStore | null,
  address: HubAddress,
  files: readonly HostedFile[],
): Promise<boolean> {
  if (cache === null) return false;
  for (const file of files) {
    if (!await isCached(cache, baseUrl(address) + file.path, file)) return false;
  }
  return true;
}

/**
 * Keeps what a repository was found to hold under the revision it was asked for, so that a model whose files
 * are cached loads without a network.
 */
export async function rememberRepository(
  cache: CacheStore,
  asked: HubAddress,
  repository: Repository,
): Promise<void> {
  const body = new TextEncoder().encode(JSON.stringify(repository));
  const headers = {
    "content-type": "application/json",
    "content-length": String(body.length),
    "x-model": repository.address.name,
    "x-revision": repository.address.revision,
  };
  await cache.put(repositoryKey(asked), new Response(body, { headers }));
}

/** What {@linkcode rememberRepository} kept; null where it kept nothing. */
export async function recallRepository(
  cache: CacheStore | null,
  asked: HubAddress,
): Promise<Repository | null> {
  const response = await cache?.match(repositoryKey(asked)).catch(() => undefined);
  return await response?.json().catch(() => null) ?? null;
}

function repositoryKey(asked: HubAddress): string {
  return cacheKey(`${baseUrl(asked)}.repository`, { path: "", bytes: null, sha256: null });
}
