import type { Context } from "hono";
import { offlineFiles } from "@/lib/server/offline_files.ts";
import type { SiteEnv } from "@/lib/server/site.ts";
import { ROOT } from "@/lib/server/root.ts";

/** Where there is no build, a worker of an earlier one takes itself and its caches away. */
const RETIRED = `self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (/^(site|files)-/.test(name)) await caches.delete(name);
  await self.registration.unregister();
})()));
`;

/** `GET /sw.js`: the service worker of this build. */
export function serviceWorker(c: Context<SiteEnv>): Response {
  const { version, bundle, pages } = c.var.site;
  const script = version === null ? RETIRED : workerScript(
    { build: version, news: bundle.news, pages: [...pages.map(({ path }) => path), "/offline"] },
    offlineFiles(bundle),
  );
  return c.body(script, 200, {
    "content-type": "text/javascript; charset=utf-8",
    // A browser compares it byte by byte to see whether there is a new build.
    "cache-control": "no-cache",
  });
}

function workerScript(...facts: readonly object[]): string {
  const site = JSON.stringify(Object.assign({}, ...facts));
  return `const site = ${site};\n${Deno.readTextFileSync(`${ROOT}/static/sw.js`)}`;
}
