/**
 * A model host on an origin of its own, in the hub's layout, that can be told to misbehave: what the real hub
 * does (redirects to another origin) and what networks do (cut, corrupt, stall).
 *
 * @module
 */

import { createHash } from "node:crypto";

/** How a request is answered; null as it should be. */
export type Fault =
  | { readonly kind: "status"; readonly status: number }
  /** Announces the whole length and ends after `bytes`. */
  | { readonly kind: "cut"; readonly bytes: number }
  /** Announces no length and ends after `bytes`, as if that were all. */
  | { readonly kind: "short"; readonly bytes: number }
  /** Sends as many bytes, the last half of them inverted. */
  | { readonly kind: "corrupt" }
  /** Sends `bytes` and then nothing, without ending. */
  | { readonly kind: "stall"; readonly bytes: number }
  /** Answers 302 to the same path on another origin. */
  | { readonly kind: "redirect"; readonly origin: string }
  /** Sends a page of HTML with status 200, as some proxies do. */
  | { readonly kind: "html" };

/** A running host. */
export interface ModelHost {
  /** `http://HOST:PORT`, without a slash at the end. */
  readonly origin: string;
  /** Paths asked for, oldest first, with their method: `GET /fixtures/tiny/resolve/main/config.json`. */
  readonly requests: string[];
  /** Decides how each path is answered; may be replaced at any time. */
  fault: (path: string) => Fault | null;
  stop(): Promise<void>;
}

const HEADERS = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "content-length, etag, x-linked-size, x-linked-etag",
  "content-type": "application/octet-stream",
};

/** A body of some bytes, then an error or silence. */
function brokenBody(bytes: Uint8Array, end: "error" | "close" | "silence"): ReadableStream<Uint8Array> {
  let sent = 0;
  return new ReadableStream({
    pull(controller) {
      if (sent < bytes.length) {
        controller.enqueue(bytes.slice(sent, sent + 16384));
        sent += 16384;
      } else if (end === "error") controller.error(new Error("cut"));
      else if (end === "close") controller.close();
      else return new Promise(() => undefined);
    },
  });
}

function withFault(fault: Fault, path: string, bytes: Uint8Array<ArrayBuffer>): Response {
  const whole = { ...HEADERS, "content-length": `${bytes.length}` };
  switch (fault.kind) {
    case "status":
      return new Response("fault", { status: fault.status, headers: HEADERS });
    case "redirect":
      return new Response(null, { status: 302, headers: { ...HEADERS, location: fault.origin + path } });
    case "html":
      return new Response("<!doctype html><title>Sign in</title>", {
        headers: { ...HEADERS, "content-type": "text/html" },
      });
    case "corrupt":
      return new Response(bytes.map((byte, at) => at * 2 > bytes.length ? byte ^ 255 : byte), {
        headers: whole,
      });
    case "cut":
      return new Response(brokenBody(bytes.subarray(0, fault.bytes), "error"), { headers: whole });
    case "stall":
      return new Response(brokenBody(bytes.subarray(0, fault.bytes), "silence"), { headers: whole });
    case "short":
      return new Response(brokenBody(bytes.subarray(0, fault.bytes), "close"), { headers: HEADERS });
  }
}

function readFile(root: string, path: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Deno.readFileSync(root + path);
  } catch {
    return null;
  }
}

function answer(request: Request, bytes: Uint8Array<ArrayBuffer>): Response {
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get("range") ?? "");
  const headers = { ...HEADERS, "accept-ranges": "bytes" };
  if (!range) {
    const body = request.method === "HEAD" ? null : bytes;
    return new Response(body, { headers: { ...headers, "content-length": `${bytes.length}` } });
  }
  const first = Number(range[1]);
  const last = range[2] ? Math.min(Number(range[2]), bytes.length - 1) : bytes.length - 1;
  const part = bytes.subarray(first, last + 1);
  const contentRange = `bytes ${first}-${last}/${bytes.length}`;
  return new Response(request.method === "HEAD" ? null : part, {
    status: 206,
    headers: { ...headers, "content-length": `${part.length}`, "content-range": contentRange },
  });
}

/** The hub knows the hash of a large file, and none of a small one. */
function listedFile(folder: string, path: string): object {
  const bytes = Deno.readFileSync(`${folder}/${path}`);
  const hash = () => createHash("sha256").update(bytes).digest("hex");
  const lfs = /^onnx\/|\.safetensors$/.test(path) ? { lfs: { sha256: hash(), size: bytes.length } } : {};
  return { rfilename: path, size: bytes.length, ...lfs };
}

/** What the hub's API says of a repository; null for any other path. */
function listed(root: string, path: string): object | null {
  const [, name, revision] = /^\/api\/models\/([^/]+\/[^/]+)\/revision\/(.+)$/.exec(path) ?? [];
  const folder = `${root}/${name}/resolve/${revision}`;
  if (name === undefined || readFile(folder, "/config.json") === null) return null;
  const siblings = ["", "onnx/"].flatMap((prefix) =>
    [...Deno.readDirSync(`${folder}/${prefix}`)].filter((entry) => entry.isFile).map((entry) =>
      listedFile(folder, prefix + entry.name)
    )
  );
  return { id: name, siblings };
}

/**
 * Serves a folder in the hub's layout.
 *
 * @param hostname `127.0.0.1` and `localhost` are different origins of the same machine.
 */
export function startModelHost(root: string, hostname: "127.0.0.1" | "localhost" = "127.0.0.1"): ModelHost {
  const host = { origin: "", requests: [] as string[], fault: (_path: string): Fault | null => null };
  const controller = new AbortController();
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, signal: controller.signal, onListen: () => undefined },
    (request) => {
      const path = decodeURIComponent(new URL(request.url).pathname);
      if (request.method === "OPTIONS") {
        const preflight = { ...HEADERS, "access-control-allow-headers": "*" };
        return new Response(null, { status: 204, headers: preflight });
      }
      host.requests.push(`${request.method} ${path}`);
      const listing = listed(root, path);
      if (listing) {
        return Response.json(listing, { headers: { ...HEADERS, "content-type": "application/json" } });
      }
      const fault = host.fault(path);
      const bytes = readFile(root, path);
      if (fault && (bytes || fault.kind === "status" || fault.kind === "redirect")) {
        return withFault(fault, path, bytes ?? new Uint8Array());
      }
      return bytes ? answer(request, bytes) : new Response("Not found", { status: 404, headers: HEADERS });
    },
  );
  host.origin = `http://${hostname}:${server.addr.port}`;
  return Object.assign(host, {
    stop: () => {
      controller.abort();
      return server.finished.catch(() => undefined);
    },
  });
}
