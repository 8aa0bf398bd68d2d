/**
 * A repository's safetensors: one file, or an index that names several.
 *
 * @module
 */
import { SAFETENSORS_FILE, SAFETENSORS_INDEX } from "@/lib/models/hub/dtypes.ts";
import type { HostedFile } from "@/lib/models/hub/hosted_file.ts";
import { baseUrl } from "@/lib/models/hub/hub_address.ts";
import type { HostOptions, RepositoryListing } from "@/lib/models/hub/repository_listing.ts";

/** A file's own name: an index leads nowhere else. */
const PART = /^[\w.-]+\.safetensors$/;

/**
 * The names of the files that an index's tensors are in, in their order.
 *
 * @throws {SyntaxError} If it is no index.
 */
export function indexedFiles(index: Uint8Array): string[] {
  const { weight_map: places } = JSON.parse(new TextDecoder().decode(index)) as { weight_map?: unknown };
  const names = typeof places === "object" && places !== null ? [...new Set(Object.values(places))] : [];
  if (names.length > 0 && names.every((name) => typeof name === "string" && PART.test(name))) {
    return (names as string[]).sort();
  }
  throw new SyntaxError("Not an index of safetensors: it names no files");
}

/** What a tab's memory holds at most: the kernel's addresses have 32 bits. */
const MAX_BYTES = 2 ** 32;

/**
 * Bytes that files take, as far as their host or their index says it: a host can hide the length of a file that it
 * compresses.
 */
function knownBytes(files: readonly HostedFile[]): number {
  const sum = files.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
  const [{ content = "{}" } = {}] = files;
  const { metadata } = JSON.parse(content) as {
    readonly metadata?: { readonly total_size?: unknown } | null;
  };
  const said = Number(metadata?.total_size ?? 0);
  return Number.isFinite(said) ? Math.max(sum, said) : sum;
}

/** How large files are that a tab has no room for, in gigabytes; null of files that it has room for. */
export function tooManyGigabytes(files: readonly HostedFile[]): string | null {
  const bytes = knownBytes(files);
  return bytes > MAX_BYTES ? (bytes / 1e9).toFixed(1) : null;
}

/** The one file; null where there is none. */
export async function oneSafetensorsFile(listing: RepositoryListing): Promise<readonly HostedFile[] | null> {
  const file = await listing.find(SAFETENSORS_FILE);
  return file && [file];
}

/** The index with all files that it names; null where there is none, it cannot be read, or one of them is missing. */
export async function severalSafetensorsFiles(
  listing: RepositoryListing,
  { readFile }: Pick<HostOptions, "readFile">,
): Promise<readonly HostedFile[] | null> {
  const index = await listing.find(SAFETENSORS_INDEX);
  const bytes = index && await readFile(baseUrl(listing.address) + index.path, index);
  if (!index || !bytes) return null;
  try {
    const parts = await Promise.all(indexedFiles(bytes).map((name) => listing.find(name)));
    const content = new TextDecoder().decode(bytes);
    return parts.includes(null) ? null : [{ ...index, content }, ...parts as HostedFile[]];
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
