/**
 * Answers with a file as HTTP would have it: length, validators, ranges, conditional requests, and a
 * compressed sibling where the build made one.
 *
 * @module
 */
import { type ByteRange, parseRange } from "@/lib/server/assets/byte_range.ts";
import { acceptedCoding } from "@/lib/server/assets/content_encoding.ts";
import { mediaType } from "@/lib/server/assets/media_type.ts";

/** Bytes read from disk at a time. */
const CHUNK = 256 * 1024;

/** A file to answer with. */
export interface FileSource {
  /** Path of the file as it is. */
  readonly path: string;
  /** Strong entity tag without quotes; null to make one of the size and the modification time. */
  readonly tag: string | null;
  /** Paths of the compressed siblings that may exist, by coding. */
  readonly compressed: { readonly br: string; readonly gzip: string } | null;
  /** Value of `Cache-Control`. */
  readonly cacheControl: string;
}

/** One representation: the file itself or a compressed sibling. */
interface Representation {
  readonly path: string;
  readonly size: number;
  readonly tag: string;
  readonly modified: Date;
  readonly headers: Headers;
}

/** The file as a response to this request: 200, 206, 304 or 416. The file is opened only where a body is sent. */
export async function fileResponse(request: Request, source: FileSource): Promise<Response> {
  const chosen = await represent(request.headers, source);
  const { headers } = chosen;
  if (isUnchanged(request.headers, chosen)) return new Response(null, { status: 304, headers });
  const range = isRangeValid(request.headers, chosen)
    ? parseRange(request.headers.get("range"), chosen.size)
    : null;
  if (range === "unsatisfiable") {
    headers.set("content-range", `bytes */${chosen.size}`);
    headers.delete("content-type");
    return new Response(null, { status: 416, headers });
  }
  const { start, end } = range ?? { start: 0, end: chosen.size };
  headers.set("content-length", String(end - start));
  if (range) headers.set("content-range", `bytes ${start}-${end - 1}/${chosen.size}`);
  const body = request.method === "HEAD" || start === end
    ? null
    : await readPart(chosen.path, { start, end });
  return new Response(body, { status: range ? 206 : 200, headers });
}

/** A range is a range of the file itself, so a request for one never gets a compressed sibling. */
async function represent(request: Headers, source: FileSource): Promise<Representation> {
  const plain = await Deno.stat(source.path);
  const modified = plain.mtime ?? new Date(0);
  const coding = request.has("range") ? null : acceptedCoding(request.get("accept-encoding"));
  const sibling = coding && source.compressed ? await statOrNull(source.compressed[coding]) : null;
  const tag = source.tag ?? `${plain.size.toString(36)}-${modified.getTime().toString(36)}`;
  const chosenTag = sibling ? `"${tag}-${coding}"` : `"${tag}"`;
  const headers = new Headers({
    "accept-ranges": "bytes",
    "cache-control": source.cacheControl,
    "content-type": mediaType(source.path),
    etag: chosenTag,
    "last-modified": modified.toUTCString(),
  });
  if (source.compressed) headers.set("vary", "Accept-Encoding");
  if (sibling) headers.set("content-encoding", coding!);
  const path = sibling ? source.compressed![coding!] : source.path;
  return { path, size: (sibling ?? plain).size, tag: chosenTag, modified, headers };
}

async function statOrNull(path: string): Promise<Deno.FileInfo | null> {
  try {
    return await Deno.stat(path);
  } catch {
    return null;
  }
}

/** RFC 9110, 13.2.2: an entity tag wins over a date. */
function isUnchanged(request: Headers, { tag, modified }: Representation): boolean {
  const tags = request.get("if-none-match");
  if (tags !== null) {
    return tags.split(",").some((item) => item.trim() === "*" || item.trim().replace(/^W\//, "") === tag);
  }
  const since = Date.parse(request.get("if-modified-since") ?? "");
  return since >= Math.floor(modified.getTime() / 1000) * 1000;
}

/** RFC 9110, 13.1.5: a range holds only for the version that the client already has a part of. */
function isRangeValid(request: Headers, { tag, modified }: Representation): boolean {
  const condition = request.get("if-range");
  return condition === null || condition === tag || condition === modified.toUTCString();
}

/** Streams a part of a file; the file is closed at its end, on failure and when the client goes away. */
async function readPart(path: string, { start, end }: ByteRange): Promise<ReadableStream<Uint8Array>> {
  const file = await Deno.open(path);
  if (start > 0) await file.seek(start, Deno.SeekMode.Start);
  let left = end - start;
  return new ReadableStream({
    type: "bytes",
    async pull(controller) {
      const buffer = new Uint8Array(Math.min(CHUNK, left));
      const count = await file.read(buffer).catch(() => null);
      if (count === null) {
        file.close();
        return controller.error(new Error(`Cannot read "${path}": it is shorter than it was`));
      }
      controller.enqueue(buffer.subarray(0, count));
      left -= count;
      if (left > 0) return;
      file.close();
      controller.close();
    },
    cancel: () => file.close(),
  });
}
