/**
 * Parts of a file whose download is not over, in the cache: a download that was called off, or whose tab was closed,
 * goes on from there. They go when the whole file is stored.
 *
 * @module
 */
import type { CacheOwner, CacheStore } from "@/lib/models/download/file_cache.ts";
import { GrowingBytes, type PartSink } from "@/lib/models/download/growing_bytes.ts";
import type { ModelFile } from "@/lib/models/model_provider.ts";

/** Bytes of a part: what a canceled download loses at most. */
export const PART_BYTES = 8 * 1024 * 1024;

/** How a download takes parts up, and leaves some. */
export interface PartSettings {
  /** The file's first bytes, of an earlier download. */
  readonly begun?: readonly Uint8Array[];
  /** Called with each further part of at least `bytes` bytes, and where in the file it begins. */
  readonly parts?: {
    readonly bytes: number;
    readonly keep: (part: Uint8Array<ArrayBuffer>, from: number) => void;
  };
}

/** What is there of a file before it is asked for; null for nothing. */
export function begunBytes(
  file: ModelFile,
  { begun = [], hash = null }: PartSettings & { readonly hash?: PartSink | null },
): GrowingBytes | null {
  const bytes = begun.length === 0 ? null : new GrowingBytes(file.bytes, hash);
  begun.forEach((part) => bytes?.push(part));
  return bytes;
}

/** Keeps parts as they come. */
interface PartKeeper {
  /** Keeps what follows the parts so far; a browser that refuses costs only the resuming. */
  keep(bytes: Uint8Array<ArrayBuffer>, from: number): void;
  /** Resolves when all of them are written or refused. */
  settled(): Promise<void>;
}

/** The parts of a file from its first byte on, as far as they follow each other; none for a file whose hash is unknown. */
export async function readParts(
  cache: CacheStore | null,
  url: string,
  file: ModelFile,
): Promise<Uint8Array<ArrayBuffer>[]> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  if (cache === null || file.sha256 === null) return parts;
  try {
    for (let from = 0;;) {
      const response = await cache.match(partKey(url, file, from));
      const bytes = response && new Uint8Array(await response.arrayBuffer());
      if (!bytes || bytes.length === 0 || from + bytes.length > (file.bytes ?? Infinity)) return parts;
      parts.push(bytes);
      from += bytes.length;
    }
  } catch {
    return parts;
  }
}

/** Creates the keeper of a file's parts. */
export function createPartKeeper(
  cache: CacheStore | null,
  url: string,
  file: ModelFile,
  owner: CacheOwner,
): PartKeeper {
  let written: Promise<void> = Promise.resolve();
  return {
    keep(bytes, from) {
      if (cache === null || file.sha256 === null) return;
      const headers = {
        "content-length": String(bytes.length),
        "x-model": owner.name,
        "x-revision": owner.revision,
      };
      const put = () => cache.put(partKey(url, file, from), new Response(bytes, { headers })).catch(() => {});
      written = written.then(put);
    },
    settled: () => written,
  };
}

function partKey(url: string, file: ModelFile, from: number): string {
  const key = new URL(url);
  key.search = new URLSearchParams({ part: String(from), version: file.sha256 ?? "" }).toString();
  return key.href;
}
