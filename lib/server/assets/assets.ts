/**
 * The files that pages load: the client build, the WebAssembly runtime, `static/`, and the model mirror.
 *
 * @module
 */
import type { Context, Hono } from "hono";
import { contentHash } from "@/lib/server/assets/content_hash.ts";
import { fileResponse } from "@/lib/server/assets/file_response.ts";
import { listRepository } from "@/lib/server/assets/list_repository.ts";
import { ROOT } from "@/lib/server/root.ts";
import { safePath } from "@/lib/server/assets/safe_path.ts";
import type { SiteEnv } from "@/lib/server/site.ts";
import { VERSION_LENGTH } from "@/lib/server/assets/static_url.ts";

const IMMUTABLE = "public, max-age=31536000, immutable, no-transform";
const REVALIDATED = "public, max-age=0, must-revalidate, no-transform";

/** A file named `NAME@HASH`, or in a folder named `vHASH`, never changes its content. */
const HASHED_NAME = /(@|\/v)[0-9a-f]{8,}(\/|\.|$)/;

/** The mirror hands out what a hub repository's address names, and nothing else. */
const MODEL_FILE = /^[\w.-]+\/[\w.-]+\/resolve\/[^/]+\/.+$/;

/** Serves `/assets/`, `/ort/` and `/tfjs/` from `dist/`, `/static/` from `static/`, and `/hub/` from the mirror. */
export function mountAssets(app: Hono<SiteEnv>): void {
  app.get("/assets/*", (c) => serve(c, `${ROOT}/dist`, pathOf(c), () => IMMUTABLE));
  app.get("/ort/*", (c) => serve(c, `${ROOT}/dist`, pathOf(c), () => IMMUTABLE));
  app.get("/tfjs/*", (c) => serve(c, `${ROOT}/dist`, pathOf(c), () => IMMUTABLE));
  app.get(
    "/static/*",
    (c) => serve(c, `${ROOT}/static`, pathOf(c).slice("static/".length), staticCaching(c)),
  );
  app.get("/hub/api/models/:owner/:name/revision/:revision", serveListing);
  app.get("/hub/*", serveModelFile);
}

/**
 * Answers with a file of `static/` under an address of its own.
 *
 * @param path Path inside `static/`.
 */
export function serveStatic(c: Context<SiteEnv>, path: string): Promise<Response> {
  return serve(c, `${ROOT}/static`, path, () => "public, max-age=86400, no-transform");
}

async function serve(
  c: Context<SiteEnv>,
  folder: string,
  path: string,
  caching: (hash: string) => string,
): Promise<Response> {
  const file = await safePath(folder, path);
  if (!file) return missing(c);
  const hash = contentHash(file);
  const sibling = `${ROOT}/dist/compressed/${hash}`;
  return fileResponse(c.req.raw, {
    path: file,
    tag: hash.slice(0, 32),
    compressed: { br: `${sibling}.br`, gzip: `${sibling}.gz` },
    cacheControl: caching(hash),
  });
}

/** Weights are too large to hash on demand: their tag is size and time, and they are compressed already. */
async function serveModelFile(c: Context<SiteEnv>): Promise<Response> {
  const mirror = c.var.site.config.modelMirror;
  const path = pathOf(c).slice("hub/".length);
  const file = mirror && MODEL_FILE.test(path) ? await safePath(mirror, path) : null;
  if (!file) return missing(c);
  return fileResponse(c.req.raw, { path: file, tag: null, compressed: null, cacheControl: REVALIDATED });
}

/** What the hub's own API says of a repository, so that a page need not ask for each file that could be there. */
async function serveListing(c: Context<SiteEnv>): Promise<Response> {
  const mirror = c.var.site.config.modelMirror;
  const { owner = "", name = "", revision = "" } = c.req.param();
  const listing = mirror && await listRepository(mirror, { owner, name, revision });
  return listing ? c.json(listing, 200, { "cache-control": REVALIDATED }) : missing(c);
}

/** Path of the request without its first slash, still percent-encoded. */
function pathOf(c: Context<SiteEnv>): string {
  return new URL(c.req.url).pathname.slice(1);
}

/** A file is immutable under the address that names its content, and revalidated under any other. */
function staticCaching(c: Context<SiteEnv>): (hash: string) => string {
  const version = c.req.query("v");
  const isHashed = HASHED_NAME.test(pathOf(c));
  return (hash) => isHashed || version === hash.slice(0, VERSION_LENGTH) ? IMMUTABLE : REVALIDATED;
}

/** A short text: a program that asks for a file must not take a page for it. */
function missing(c: Context<SiteEnv>): Response {
  return c.text("Not found\n", 404, { "cache-control": "no-store" });
}
