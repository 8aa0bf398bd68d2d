/**
 * Which files a repository holds: from the hub's API where the host has one, else by asking for each file.
 *
 * @module
 */
import { knownSha256 } from "@/lib/models/hub/known_files.ts";
import type { HostedFile } from "@/lib/models/hub/hosted_file.ts";
import { apiUrl, baseUrl, type HubAddress } from "@/lib/models/hub/hub_address.ts";
import { ModelError } from "@/lib/models/model_provider.ts";

/** What a host needs to be asked. */
export interface HostOptions {
  readonly fetch: typeof fetch;
  readonly signal: AbortSignal;
  /** Reads a small file whole; null where the host does not have it. */
  readonly readFile: (url: string, file: HostedFile) => Promise<Uint8Array<ArrayBuffer> | null>;
}

/** A repository's files. */
export interface RepositoryListing {
  /** With the commit in place of a branch, where the host says it. */
  readonly address: HubAddress;
  readonly license: string | null;
  readonly parameters: number | null;
  /** Whether asking for a file costs a request. */
  readonly probes: boolean;
  /** A file's facts, or null where the repository has no such file. */
  find(path: string): Promise<HostedFile | null>;
}

/**
 * Lists a repository.
 *
 * @throws {ModelError} `download`, if the host cannot be reached.
 */
export async function listRepository(address: HubAddress, options: HostOptions): Promise<RepositoryListing> {
  const listed = await fromApi(address, options);
  if (listed !== null) return listed;
  const found = new Map<string, Promise<HostedFile | null>>();
  const find = (path: string) => {
    const asked = found.get(path) ?? ask(address, path, options);
    found.set(path, asked);
    return asked;
  };
  return { address, license: null, parameters: null, probes: true, find };
}

/** Null where the host has no API, or not this repository. */
async function fromApi(address: HubAddress, options: HostOptions): Promise<RepositoryListing | null> {
  const response = await reach(apiUrl(address), {}, options);
  const isJson = /\bjson\b/.test(response.headers.get("content-type") ?? "");
  if (!response.ok || !isJson) {
    await response.body?.cancel();
    return null;
  }
  const info = await response.json() as ApiModel;
  if (!Array.isArray(info.siblings)) return null;
  const files = new Map(info.siblings.map((sibling) => [sibling.rfilename, hostedFile(address, sibling)]));
  return {
    address: { ...address, revision: info.sha ?? address.revision },
    license: licenseOf(info),
    parameters: info.safetensors?.total ?? null,
    probes: false,
    find: (path) => Promise.resolve(files.get(path) ?? null),
  };
}

/** The fields of the hub's answer that are read. */
interface ApiModel {
  readonly sha?: string;
  readonly tags?: readonly string[];
  readonly cardData?: { readonly license?: unknown } | null;
  readonly safetensors?: { readonly total?: number } | null;
  readonly siblings?: readonly ApiFile[];
}

interface ApiFile {
  readonly rfilename: string;
  readonly size?: number;
  readonly blobId?: string;
  readonly lfs?: { readonly sha256?: string; readonly size?: number } | null;
}

function hostedFile({ name }: HubAddress, { rfilename, size, blobId, lfs }: ApiFile): HostedFile {
  const bytes = lfs?.size ?? size ?? null;
  return {
    path: rfilename,
    bytes,
    sha256: lfs?.sha256 ?? knownSha256(name, rfilename, bytes),
    etag: blobId ?? null,
  };
}

function licenseOf(info: ApiModel): string | null {
  const license = info.cardData?.license;
  if (typeof license === "string") return license;
  return info.tags?.find((tag) => tag.startsWith("license:"))?.slice("license:".length) ?? null;
}

async function ask(address: HubAddress, path: string, options: HostOptions): Promise<HostedFile | null> {
  const response = await reach(baseUrl(address) + path, { method: "HEAD" }, options);
  await response.body?.cancel();
  if (response.status === 404 || response.status === 410) return null;
  if (!response.ok) throw refused(address, response.status);
  // A host that answers any address with a page does not have the file.
  if (/^text\/html\b/i.test(response.headers.get("content-type") ?? "")) return null;
  const bytes = lengthOf(response);
  return {
    path,
    bytes,
    sha256: knownSha256(address.name, path, bytes),
    etag: response.headers.get("etag"),
  };
}

/** Length of the file, or null where the host hides it or compresses the answer. */
function lengthOf(response: Response): number | null {
  const length = Number(response.headers.get("content-length") ?? NaN);
  const encoded = (response.headers.get("content-encoding") ?? "identity") !== "identity";
  return encoded || !Number.isSafeInteger(length) ? null : length;
}

async function reach(url: string, init: RequestInit, { fetch, signal }: HostOptions): Promise<Response> {
  try {
    return await fetch(url, { ...init, signal, credentials: "omit", referrerPolicy: "no-referrer" });
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    const host = new URL(url).host;
    throw new ModelError("download", `${host} cannot be reached: check the connection and try again`, {
      cause: error,
    });
  }
}

function refused({ name }: HubAddress, status: number): ModelError {
  return status === 401 || status === 403
    ? new ModelError("not_found", `"${name}" does not exist, is private, or asks for consent first`)
    : new ModelError("download", `The model host answered ${status}: try again later`);
}
