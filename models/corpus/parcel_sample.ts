/**
 * Writes static/corpora/parcel_world.txt: the beginning of the parcel world's training text.
 *
 *     deno run --allow-read --allow-write=static/corpora models/corpus/parcel_sample.ts
 *
 * @module
 */
import { parcelDocuments, SEPARATOR } from "./build.ts";

const BYTES = 400_000;

/** The first documents of the training split, up to `bytes` characters (the text is ASCII). */
export function parcelSample(bytes: number): string {
  const sample: string[] = [];
  let length = 0;
  for (const document of parcelDocuments("train")) {
    if (length >= bytes) break;
    sample.push(document);
    length += document.length + SEPARATOR.length;
  }
  return sample.join(SEPARATOR) + "\n";
}

if (import.meta.main) {
  await Deno.writeTextFile(
    new URL("../../static/corpora/parcel_world.txt", import.meta.url),
    parcelSample(BYTES),
  );
}
