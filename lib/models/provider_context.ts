/**
 * What the provider of models takes from its surroundings, so that tests can put others in their place.
 *
 * @module
 */
import { readSmallFile } from "@/lib/models/download/fetch_file.ts";
import type { HostedFile } from "@/lib/models/hub/hosted_file.ts";
import { BackendMemory, type BackendStorage } from "@/lib/models/backend_choice.ts";
import { type DeviceCapabilities, deviceCapabilities } from "@/lib/models/device.ts";
import { type CacheStore, openCache } from "@/lib/models/download/file_cache.ts";
import { DEFAULT_HOST, type HubAddress } from "@/lib/models/hub/hub_address.ts";
import type { Locks } from "@/lib/models/worker/lifeline.ts";
import { ModelError } from "@/lib/models/model_provider.ts";
import { once } from "@/lib/models/once.ts";
import type { WorkerFactory } from "@/lib/models/worker/model_session.ts";
import { recallRepository, type StorageEstimator } from "@/lib/models/download/model_storage.ts";
import { readRepository, type Repository } from "@/lib/models/hub/repository.ts";
import type { WorkerPort } from "@/lib/models/worker/worker_connection.ts";

/** What this device runs; a software adapter computes on the CPU, slower than WASM does. */
export type Capabilities = DeviceCapabilities & { readonly softwareAdapter?: boolean };

/** What a provider needs of its surroundings; everything but the worker defaults to the page's own. */
export interface ModelProviderOptions {
  /** Makes a worker that runs `lib/models/worker/worker.ts` under this name. */
  readonly createWorker: (name: string) => WorkerPort;
  /** Where models come from, as an absolute URL. Default: the Hugging Face hub. */
  readonly host?: string;
  /** Where the site itself is: `location.origin`. */
  readonly origin?: string;
  readonly fetch?: typeof fetch;
  readonly openCache?: () => Promise<CacheStore | null>;
  readonly memory?: BackendStorage | null;
  readonly locks?: Locks | undefined;
  readonly estimator?: StorageEstimator | undefined;
  readonly capabilities?: () => Promise<Capabilities>;
  /** Milliseconds since any fixed moment. */
  readonly now?: () => number;
}

/** A provider's surroundings, complete. */
export interface ProviderContext extends WorkerFactory {
  readonly host: string;
  readonly origin: string;
  readonly fetch: typeof fetch;
  readonly openCache: () => Promise<CacheStore | null>;
  readonly memory: BackendMemory;
  readonly estimator: StorageEstimator | undefined;
  readonly capabilities: () => Promise<Capabilities>;
  readonly now: () => number;
  /** A repository as it is now or, without a network, as it was when its files were stored. */
  readonly repository: (address: HubAddress, signal: AbortSignal) => Promise<Repository>;
}

/** Fills in what the page itself has. */
export function providerContext(options: ModelProviderOptions): ProviderContext {
  const origin = options.origin ?? globalThis.location?.origin ?? "http://localhost";
  const context: Omit<ProviderContext, "repository"> = {
    createWorker: options.createWorker,
    host: new URL(options.host ?? DEFAULT_HOST, origin).href,
    origin,
    fetch: options.fetch ?? globalThis.fetch.bind(globalThis),
    openCache: options.openCache ?? openCache,
    memory: new BackendMemory(options.memory === undefined ? localStorageOrNull() : options.memory),
    locks: "locks" in options ? options.locks : globalThis.navigator?.locks,
    estimator: "estimator" in options ? options.estimator : globalThis.navigator?.storage,
    capabilities: once(options.capabilities ?? (() => deviceCapabilities(globalThis))),
    now: options.now ?? (() => performance.now()),
  };
  return { ...context, repository: (address, signal) => findRepository(context, address, signal) };
}

async function findRepository(
  context: Omit<ProviderContext, "repository">,
  address: HubAddress,
  signal: AbortSignal,
): Promise<Repository> {
  try {
    const { fetch } = context;
    const readFile = (url: string, file: HostedFile) => readSmallFile(url, file, { fetch, signal });
    return await readRepository(address, { fetch, signal, readFile });
  } catch (error) {
    const unreachable = error instanceof ModelError && error.code === "download";
    const known = unreachable ? await recallRepository(await context.openCache(), address) : null;
    if (known === null) throw error;
    return known;
  }
}

function localStorageOrNull(): BackendStorage | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}
