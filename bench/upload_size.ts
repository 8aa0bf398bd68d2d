/**
 * What a deployment weighs: `deno task deployment && deno run -A bench/upload_size.ts`.
 *
 * @module
 */
import { DEPLOYMENT } from "@/lib/build/write_deployment.ts";

/** Bytes of a deployment by part. */
export interface UploadSize {
  /** The files that are uploaded, by their first folder. */
  readonly files: Readonly<Record<string, number>>;
  /** The packages that are installed beside them. */
  readonly packages: number;
  readonly total: number;
}

/** The largest deployment that the project allows itself, in bytes. */
export const LARGEST_UPLOAD = 100_000_000;

/** Adds up a deployment's files. */
export async function uploadSize(folder: string): Promise<UploadSize> {
  const files: Record<string, number> = {};
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    files[name] = isDirectory ? await sizeBelow(path) : (await Deno.stat(path)).size;
  }
  const { node_modules: packages = 0, ...uploaded } = files;
  const total = packages + Object.values(uploaded).reduce((sum, bytes) => sum + bytes, 0);
  return { files: uploaded, packages, total };
}

/** A link counts nothing: what it leads to is counted where it is. */
async function sizeBelow(folder: string): Promise<number> {
  let bytes = 0;
  for await (const { name, isDirectory, isFile } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    if (isDirectory) bytes += await sizeBelow(path);
    if (isFile) bytes += (await Deno.stat(path)).size;
  }
  return bytes;
}

if (import.meta.main) {
  const { files, packages, total } = await uploadSize(DEPLOYMENT);
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
  const lines = Object.entries({ ...files, "npm packages": packages, total })
    .map(([part, bytes]) => `${part.padEnd(16)}${megabytes(bytes).padStart(10)}`);
  // deno-lint-ignore no-console
  console.log(lines.join("\n"));
  Deno.exit(total <= LARGEST_UPLOAD ? 0 : 1);
}
