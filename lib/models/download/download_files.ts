/**
 * The files of one model, as its worker reads them: from the cache where a verified copy is there, else from
 * the host; never unverified, never twice.
 *
 * @module
 */
import { totalBytes } from "@/lib/models/hub/hosted_file.ts";
import type { EngineFiles, LoadSpec } from "@/lib/models/engine.ts";
import { fetchFile, STALL_AFTER } from "@/lib/models/download/fetch_file.ts";
import {
  type CacheStore,
  deleteCached,
  openCache,
  readCached,
  writeCached,
} from "@/lib/models/download/file_cache.ts";
import { type LoadProgress, ModelError, type ModelFile } from "@/lib/models/model_provider.ts";
import { ArrivingSha256, isForWebCrypto, sha256, type Subtle } from "@/lib/models/download/sha256.ts";
import { createPartKeeper, PART_BYTES, readParts } from "@/lib/models/download/partial_download.ts";
import { wait } from "@/lib/models/download/wait.ts";

/** What {@linkcode openModelFiles} needs; the last six default to the platform's. */
interface ModelFilesOptions {
  readonly spec: Pick<LoadSpec, "name" | "revision" | "baseUrl" | "files">;
  readonly onProgress: (progress: LoadProgress) => void;
  readonly signal: AbortSignal;
  readonly fetch?: typeof fetch;
  readonly openCache?: () => Promise<CacheStore | null>;
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly stallAfter?: number;
  readonly subtle?: Subtle;
  /** Bytes after which a part of a download is kept, so that another load goes on from there. */
  readonly partBytes?: number;
}

/** The files of a model, with what went wrong without stopping the load. */
export interface ModelFiles extends EngineFiles {
  readonly notices: readonly string[];
}

/**
 * Opens the files that `spec` lists. A path that is not in the list does not exist. Progress is over all files
 * of the list, whatever order they are read in.
 */
export function openModelFiles(options: ModelFilesOptions): ModelFiles {
  const subtle = globalThis.crypto?.subtle ?? null;
  const fetch = globalThis.fetch.bind(globalThis);
  const platform = { fetch, openCache, wait, stallAfter: STALL_AFTER, subtle, partBytes: PART_BYTES };
  const download = new Download({ ...platform, ...options });
  return {
    notices: download.notices,
    get: (path) => download.get(path),
    forget: (path) => download.forget(path),
  };
}

/** A file as it arrived. */
interface Arrived {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** In lower-case hex. */
  readonly sha256: string;
}

class Download {
  readonly notices: string[] = [];
  readonly #options: Required<ModelFilesOptions>;
  readonly #received = new Map<string, number>();
  #cache: Promise<CacheStore | null> | null = null;

  constructor(options: Required<ModelFilesOptions>) {
    this.#options = options;
  }

  async get(path: string): Promise<Uint8Array<ArrayBuffer> | null> {
    const { spec, signal } = this.#options;
    const file = spec.files.find((file) => file.path === path);
    if (file === undefined) return null;
    signal.throwIfAborted();
    const cache = await (this.#cache ??= this.#options.openCache());
    const cached = cache && await this.#fromCache(cache, file);
    if (cached) return cached;
    const arrived = await this.#fromPage(file) ?? await this.#fromHost(file, cache);
    if (arrived === null) return null;
    await this.#store(cache, file, arrived);
    return arrived.bytes;
  }

  async forget(path: string): Promise<void> {
    const file = this.#options.spec.files.find((file) => file.path === path);
    const cache = await this.#cache;
    if (file && cache) await deleteCached(cache, this.#url(file));
  }

  /** A copy that does not hold what it should is deleted, so that it is downloaded again. */
  async #fromCache(cache: CacheStore, file: ModelFile): Promise<Uint8Array<ArrayBuffer> | null> {
    const stored = await readCached(cache, this.#url(file), file);
    if (stored === null) return null;
    const { bytes, sha256 } = stored;
    this.#report("verify", file, bytes.length, true);
    const expected = file.sha256 ?? sha256;
    const digest = expected === null ? null : await this.#digest(bytes);
    if (problemOf({ ...file, sha256: expected }, bytes, digest) === null) return bytes;
    this.notices.push(`The stored copy of "${file.path}" was damaged and was downloaded again`);
    await deleteCached(cache, this.#url(file));
    return null;
  }

  /** What the page read of the file already; null where that is nothing, or not what it should be. */
  async #fromPage(file: ModelFile): Promise<Arrived | null> {
    if (file.content === undefined) return null;
    const bytes = new TextEncoder().encode(file.content);
    const sha256 = await this.#digest(bytes);
    if (problemOf(file, bytes, sha256) !== null) return null;
    this.#report("verify", file, bytes.length, false);
    return { bytes, sha256 };
  }

  /** Downloads a file, and once more where it does not hold what it should. */
  async #fromHost(file: ModelFile, cache: CacheStore | null): Promise<Arrived | null> {
    const { spec, partBytes, subtle } = this.#options;
    const url = this.#url(file);
    const keeper = createPartKeeper(cache, url, file, spec);
    const parts = { bytes: partBytes, keep: keeper.keep };
    let begun = await readParts(cache, url, file);
    let problem: string | null = null;
    for (let attempts = 0; attempts < 2; attempts++) {
      const onBytes = (received: number) => this.#report("download", file, received, false);
      const hash = isForWebCrypto(file.bytes, subtle) ? null : new ArrivingSha256();
      const bytes = await fetchFile(url, file, { ...this.#options, onBytes, hash, begun, parts });
      await keeper.settled();
      if (bytes === null) return null;
      this.#report("verify", file, bytes.length, false);
      const sha256 = hash?.digest() ?? await this.#digest(bytes);
      problem = problemOf(file, bytes, sha256);
      if (problem === null) return { bytes, sha256 };
      if (cache !== null) await deleteCached(cache, url);
      begun = [];
    }
    throw new ModelError("integrity", `"${file.path}" arrived damaged twice: ${problem}`);
  }

  #digest(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
    return sha256(bytes, this.#options.subtle);
  }

  async #store(cache: CacheStore | null, file: ModelFile, arrived: Arrived): Promise<void> {
    if (cache === null) {
      return this.#noticeOnce("The browser offers no storage here: the model is downloaded each time");
    }
    try {
      await writeCached(cache, this.#url(file), file, arrived, this.#options.spec);
    } catch (error) {
      const full = error instanceof DOMException && error.name === "QuotaExceededError";
      this.#noticeOnce(
        full
          ? "The browser's storage is full: the model runs, and is downloaded again next time"
          : "The browser did not store the model: it runs, and is downloaded again next time",
      );
    }
  }

  #noticeOnce(notice: string): void {
    if (!this.notices.includes(notice)) this.notices.push(notice);
  }

  #report(phase: "download" | "verify", file: ModelFile, received: number, cached: boolean): void {
    this.#received.set(file.path, received);
    const loadedBytes = [...this.#received.values()].reduce((sum, bytes) => sum + bytes, 0);
    this.#options.onProgress({
      phase,
      loadedBytes,
      totalBytes: totalBytes(this.#options.spec.files),
      cached,
    });
  }

  #url(file: ModelFile): string {
    return this.#options.spec.baseUrl + file.path;
  }
}

/** What is wrong with a file's bytes, whose hash is `sha256`; null where nothing is. */
function problemOf(file: ModelFile, bytes: Uint8Array<ArrayBuffer>, sha256: string | null): string | null {
  if (file.bytes !== null && bytes.length !== file.bytes) {
    return `it has ${bytes.length} of ${file.bytes} bytes`;
  }
  if (file.sha256 !== null && sha256 !== file.sha256) {
    return "its SHA-256 is not the expected one";
  }
  if (!file.path.endsWith(".json")) return null;
  try {
    JSON.parse(new TextDecoder().decode(bytes));
    return null;
  } catch {
    return "it is not JSON";
  }
}
