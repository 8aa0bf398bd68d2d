/**
 * Serves the bench's page as the site serves its own: isolated, so that WASM has threads.
 *
 * @module
 */

/** Folders and files by the address they are served under. */
export type Places = Readonly<Record<string, string>>;

const TYPES: Readonly<Record<string, string>> = {
  js: "text/javascript",
  mjs: "text/javascript",
  json: "application/json",
  wasm: "application/wasm",
};

const HEADERS = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
  "cross-origin-resource-policy": "same-origin",
};

const PAGE = '<!doctype html><title>Bench</title><script type="module" src="/main.js"></script>';

/** A running server. */
export interface PageServer extends AsyncDisposable {
  readonly origin: string;
}

/** Serves `places`; the longest prefix of an address decides. Anything under "/" is in the page's own folder. */
export function servePage(places: Places): PageServer {
  const prefixes = Object.keys(places).sort((a, b) => b.length - a.length);
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    const path = decodeURIComponent(new URL(request.url).pathname);
    if (path === "/") return new Response(PAGE, { headers: { ...HEADERS, "content-type": "text/html" } });
    const prefix = prefixes.find((each) => path.startsWith(each))!;
    return file(places[prefix]! + path.slice(prefix.length), request.method);
  });
  return {
    origin: `http://127.0.0.1:${server.addr.port}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

async function file(path: string, method: string): Promise<Response> {
  const info = await Deno.stat(path).catch(() => null);
  if (!info?.isFile) return new Response("Not found", { status: 404, headers: HEADERS });
  const type = TYPES[path.slice(path.lastIndexOf(".") + 1)] ?? "application/octet-stream";
  const headers = { ...HEADERS, "content-type": type, "content-length": `${info.size}` };
  return new Response(method === "HEAD" ? null : (await Deno.open(path)).readable, { headers });
}
