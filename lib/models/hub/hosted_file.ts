import type { ModelFile } from "@/lib/models/model_provider.ts";

/** A file with where it lies on the host. */
export interface HostedFile extends ModelFile {
  /** The host's own mark of this content, or null where it gives none. */
  readonly etag: string | null;
}

/** Sum of the files' lengths; null where one is not known. */
export function totalBytes(files: readonly ModelFile[]): number | null {
  return files.reduce<number | null>(
    (sum, { bytes }) => sum === null || bytes === null ? null : sum + bytes,
    0,
  );
}
