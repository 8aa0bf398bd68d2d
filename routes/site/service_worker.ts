import type { Context } from "hono";
import { offlineFiles } from "@/lib/server/assets/offline_files.ts";
import type { Site, SiteEnv } from "@/lib/server/site.ts";
import { ROOT } from "@/lib/server/root.ts";

/** Where there is no build, a worker of an earlier one takes itself and its caches away. */
const RETIRED = `self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (/^(site|files)-/.test(name)) await caches.delete(name);
  await self.registration.unregister();
})()));
`;

/** Browsers ask for it with every page: it is made once. */
const scripts = new WeakMap<Site, string>();

/** `GET /sw.js`: the service worker of this build. */
export function serviceWorker(c: Context<SiteEnv>): Response {
  const { site } = c.var;
  const script = scripts.get(site) ?? scriptOf(site);
  scripts.set(site, script);
  return c.body(script, 200, {
    "content-type": "text/javascript; charset=utf-8",
    // A browser compares it byte by byte to see whether there is a new build.
    "cache-control": "no-cache",
  });
}

function scriptOf({ version, bundle, pages }: Site): string {
  if (version === null) return RETIRED;
  const own = { build: version, news: bundle.news, pages: [...pages.map(({ path }) => path), "/offline"] };
  const site = JSON.stringify({ ...own, ...offlineFiles(bundle) });
  return `const site = ${site};\n${Deno.readTextFileSync(`${ROOT}/static/sw.js`)}`;
}
