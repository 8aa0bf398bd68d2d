/**
 * Lists a repository of the model mirror as the hub's API does.
 *
 * @module
 */
import { safePath } from "@/lib/server/assets/safe_path.ts";

/** A repository at a revision, each part as an address has it, decoded. */
interface RepositoryName {
  readonly owner: string;
  readonly name: string;
  readonly revision: string;
}

/** The fields of the hub's answer that a page reads. */
interface RepositoryFiles {
  /** `OWNER/NAME`. */
  readonly id: string;
  /** Paths inside the repository, with their length in bytes. */
  readonly siblings: readonly { readonly rfilename: string; readonly size: number }[];
}

/** More files than a repository that runs here has; a folder with more is cut off. */
const MAX_FILES = 500;
const DEEPEST = 4;

/**
 * Lists the files of a repository below a mirror folder; those whose names or links lead elsewhere are left out.
 *
 * @returns Null where there is no such repository.
 */
export async function listRepository(
  mirror: string,
  { owner, name, revision }: RepositoryName,
): Promise<RepositoryFiles | null> {
  const base = [owner, name, "resolve", revision].map(encodeURIComponent).join("/");
  // Every repository that runs has this file; and it proves that the folder is one below the mirror.
  const config = await safePath(mirror, `${base}/config.json`);
  if (config === null) return null;
  const siblings: { rfilename: string; size: number }[] = [];
  for await (const path of filesBelow(config.slice(0, -"/config.json".length), "", DEEPEST)) {
    const real = await safePath(mirror, `${base}/${path.split("/").map(encodeURIComponent).join("/")}`);
    if (real !== null) siblings.push({ rfilename: path, size: (await Deno.stat(real)).size });
    if (siblings.length === MAX_FILES) break;
  }
  return { id: `${owner}/${name}`, siblings };
}

async function* filesBelow(folder: string, prefix: string, depth: number): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (!isDirectory) yield prefix + name;
    else if (depth > 0) yield* filesBelow(`${folder}/${name}`, `${prefix}${name}/`, depth - 1);
  }
}
