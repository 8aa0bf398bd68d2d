/**
 * Compresses answers that are made on request.
 *
 * @module
 */
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { MiddlewareHandler } from "hono";
import { acceptedCoding, type Coding } from "@/lib/server/assets/content_encoding.ts";

const COMPRESSIBLE = /^(text\/(?!event-stream)|application\/([\w.-]+\+)?(json|xml)|image\/svg)/;
/** Smaller answers fit into one packet as they are. */
export const SMALLEST = 1024;

/** Brotli at 5 takes about a millisecond for a page and is smaller than gzip at its best. */
const ENCODERS: Readonly<Record<Coding, (bytes: Uint8Array) => Promise<Uint8Array>>> = {
  br: (bytes) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: (bytes) => promisify(gzip)(bytes),
};

/** Compresses text, unless the answer is a file, which has siblings of its own (`no-transform`). */
export function compression(): MiddlewareHandler {
  return async (c, next) => {
    await next();
    if (!isCompressible(c.res)) return;
    c.res.headers.append("vary", "Accept-Encoding");
    const coding = acceptedCoding(c.req.header("accept-encoding") ?? null);
    if (!coding) return;
    const bytes = new Uint8Array(await c.res.arrayBuffer());
    const isSmall = bytes.length < SMALLEST;
    const body = isSmall ? bytes : new Uint8Array(await ENCODERS[coding](bytes));
    const headers = new Headers(c.res.headers);
    headers.set("content-length", String(body.length));
    if (!isSmall) headers.set("content-encoding", coding);
    c.res = new Response(body, { status: c.res.status, headers });
  };
}

function isCompressible({ body, headers }: Response): boolean {
  // What comes from a thread was looked at there.
  const isDone = headers.has("content-encoding") || headers.get("vary")?.includes("Accept-Encoding");
  return body !== null && !isDone &&
    !headers.get("cache-control")?.includes("no-transform") &&
    COMPRESSIBLE.test(headers.get("content-type") ?? "");
}
