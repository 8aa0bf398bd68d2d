// The site without a network: pages as they are without a query, the scripts of one build, and what was used since.
// The server puts `const site = {…}` in front of this file: the build's id, its pages, its scripts, and the folders
// whose files are named by their content. See docs/decisions/0017.
"use strict";

const BUILD = `site-${site.build}`;
/** Files whose addresses name their content: models, WebAssembly. They outlive a build. */
const FILES = "files-1";
/** In the cache of an older build: ids of the windows that still run it. */
const USERS = "/users-of-this-build";
const OFFLINE = "/offline";
/** Milliseconds after which a page that was kept is better than one that does not come. */
const PATIENCE = 5000;
const ASSETS = /^\/((assets|static|ort|tfjs)\/|(styles\.css|favicon\.ico|manifest\.webmanifest)$)/;

const windows = () => self.clients.matchAll({ type: "window", includeUncontrolled: true });
const isOtherBuild = (name) => name.startsWith("site-") && name !== BUILD;

/** A build is installed whole or not at all: during a deployment an older server may still answer. */
async function install() {
  const cache = await caches.open(BUILD);
  for (const path of site.pages) {
    const response = await fetch(path, { cache: "no-cache" });
    if (!response.ok) continue; // a page that fails today must not keep the others from being kept
    const html = await response.clone().text();
    if (!html.includes(`name="build" content="${site.build}"`)) throw new Error(`Old page ${path}`);
    await cache.put(path, response);
  }
  if (!navigator.connection?.saveData) await cache.addAll(site.files);
  await self.skipWaiting();
}

/** An older build's cache stays as long as a window runs that build, since it may still ask for a script of it. */
async function activate() {
  const before = await windows();
  const older = (await caches.keys()).filter(isOtherBuild);
  for (const name of older) {
    const cache = await caches.open(name);
    const ids = new Response(JSON.stringify(before.map(({ id }) => id)));
    if (!await cache.match(USERS)) await cache.put(USERS, ids);
  }
  await self.clients.claim();
  await forget();
  if (older.length > 0) for (const each of before) each.postMessage(`${site.news}#${site.build}`);
}

/** Deletes the builds that no window runs any more, and then the files that this build does not name. */
async function forget() {
  const open = new Set((await windows()).map(({ id }) => id));
  let isUsed = false;
  for (const name of (await caches.keys()).filter(isOtherBuild)) {
    const users = await caches.match(USERS, { cacheName: name });
    // Without a list it is a newer build, which is being installed.
    if (users && !(await users.json()).some((id) => open.has(id))) await caches.delete(name);
    else isUsed = true;
  }
  if (isUsed) return;
  const files = await caches.open(FILES);
  for (const request of await files.keys()) if (!isNamed(request.url)) await files.delete(request);
}

function isNamed(url) {
  return site.folders.some((folder) => new URL(url).pathname.startsWith(folder));
}

/** What is kept under an address that names its content is never asked for again; any other file only offline. */
async function file(request, later) {
  const kept = await (await caches.open(BUILD)).match(request, { ignoreVary: true }) ??
    await caches.match(request, { ignoreVary: true });
  if (kept && /immutable/.test(kept.headers.get("cache-control"))) return kept;
  try {
    const response = await fetch(request);
    if (response.status === 200) later(keep(request, response.clone()));
    return response;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

/** A script that is not of this build belongs to a newer one, whose own worker will keep it. */
async function keep(request, response) {
  const { pathname } = new URL(request.url);
  const isForeign = pathname.startsWith("/assets/") && !site.scripts.includes(pathname);
  if (isForeign) return;
  const cache = await caches.open(isNamed(request.url) ? FILES : BUILD);
  await cache.put(request, response).catch(() => {}); // a full storage keeps less, and breaks nothing
}

/** The network's page; the one that was kept where none comes in time. */
async function page(request) {
  const url = new URL(request.url);
  const network = fetch(request);
  let timer;
  const late = new Promise((resolve) => timer = setTimeout(resolve, PATIENCE));
  try {
    const response = await Promise.race([network, late.then(async () => await keptPage(url) ?? network)]);
    if (response.status < 502 || response.status > 504) return response;
    return await keptPage(url) ?? response;
  } catch {
    return await keptPage(url) ?? await keptPage(new URL(OFFLINE, url), 503) ?? Response.error();
  } finally {
    clearTimeout(timer);
  }
}

/**
 * A page as it was kept, without a query. Where the address has one, what the server computed for another is taken
 * out, and the islands are told to compute.
 */
async function keptPage({ pathname, search }, status = 200) {
  const kept = await (await caches.open(BUILD)).match(pathname, { ignoreVary: true });
  if (!kept) return null;
  const headers = new Headers(kept.headers);
  for (const name of ["content-encoding", "content-length"]) headers.delete(name);
  const html = await kept.text();
  return new Response(search === "" ? html : withoutAnswers(html), { status, headers });
}

const ISLAND = /(<is-land(?: [\w-]+(?:="[^"]*")?)*>).*?<\/is-land>/gs;
const WAIT = '<p role="status">Offline: your tab computes this, once its scripts run.</p>';

/** An island that waits to be used, as Share does, computes nothing before: it stays as it is. */
function withoutAnswers(html) {
  return html.replace("<html ", "<html data-kept ").replace(
    ISLAND,
    (island, tag) => / when="use"/.test(tag) ? island : `${tag}${WAIT}</is-land>`,
  );
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin || request.method !== "GET" || request.headers.has("range")) return;
  if (request.mode === "navigate") {
    if (/^\/(api\/|v1\/|embed\/|static\/)/.test(pathname)) return;
    event.waitUntil(forget());
    event.respondWith(page(request));
  } else if (ASSETS.test(pathname)) {
    const done = Promise.withResolvers();
    event.waitUntil(done.promise);
    event.respondWith(file(request, done.resolve).finally(() => done.resolve()));
  }
});
