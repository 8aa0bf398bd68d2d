/**
 * Names of hub repositories and the addresses of their files.
 *
 * @module
 */
import { ModelError } from "@/lib/models/model_provider.ts";

/** The model host where none is configured. */
export const DEFAULT_HOST = "https://huggingface.co";

const NAME_PART = /^(?!.*(?:\.\.|--))[A-Za-z0-9](?:[A-Za-z0-9._-]{0,94}[A-Za-z0-9_])?$/;
const REVISION = /^(?!.*\.\.)[A-Za-z0-9](?:[A-Za-z0-9._/-]{0,198}[A-Za-z0-9])?$/;

/** A repository at one revision on one host. */
export interface HubAddress {
  /** Absolute URL without a trailing slash. */
  readonly host: string;
  /** `OWNER/NAME`. */
  readonly name: string;
  /** A commit, tag or branch. */
  readonly revision: string;
}

/**
 * Checks the parts of an address, so that nothing but a repository's file is ever asked for.
 *
 * @throws {ModelError} `not_found`, if the name is not of the form `OWNER/NAME` or the revision none.
 */
export function hubAddress(host: string, name: string, revision: string): HubAddress {
  const parts = name.split("/");
  if (parts.length !== 2 || !parts.every((part) => NAME_PART.test(part))) {
    throw new ModelError("not_found", `"${name}" is not a repository: write it as OWNER/NAME`);
  }
  if (!REVISION.test(revision)) {
    throw new ModelError("not_found", `"${revision}" is not a revision: give a commit, a tag or a branch`);
  }
  return { host: withoutEndSlashes(host), name, revision };
}

function withoutEndSlashes(address: string): string {
  let end = address.length;
  while (address[end - 1] === "/") end--;
  return address.slice(0, end);
}

/** URL that paths of files are appended to; ends with a slash. */
export function baseUrl(address: HubAddress): string {
  return `${address.host}/${address.name}/resolve/${encodeURIComponent(address.revision)}/`;
}

/** URL of the hub's own description of a repository: commit, license, and each file's length and SHA-256. */
export function apiUrl(address: HubAddress): string {
  const revision = encodeURIComponent(address.revision);
  return `${address.host}/api/models/${address.name}/revision/${revision}?blobs=true`;
}
