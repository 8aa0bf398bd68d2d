import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { pages } from "@/routes/mod.ts";
import { siteWith } from "../server/site_under_test.ts";

Deno.test("GET /healthz says that the site is ready and which build it is", async () => {
  const response = await siteWith()("/healthz");
  assertEquals([response.status, response.headers.get("cache-control")], [200, "no-store"]);
  const { status, build, store } = await response.json();
  assertEquals([status, typeof build, store], ["ok", "string", "none"]);
});

Deno.test("GET /sitemap.xml lists every page under the public origin", async () => {
  const xml = await (await siteWith({ PUBLIC_ORIGIN: "https://example.org" })("/sitemap.xml")).text();
  const listed = [...xml.matchAll(/<loc>(.*?)<\/loc>/g)].map(([, url]) => url);
  assertEquals(listed, pages.map(({ path }) => `https://example.org${path}`));
});

Deno.test("GET /sitemap.xml takes the origin of the request where none is configured", async () => {
  assertStringIncludes(await (await siteWith()("/sitemap.xml")).text(), "<loc>http://site.test/</loc>");
});

Deno.test("GET /robots.txt names the site map and lets link previews be fetched", async () => {
  const text = await (await siteWith({ PUBLIC_ORIGIN: "https://example.org" })("/robots.txt")).text();
  assertStringIncludes(text, "Sitemap: https://example.org/sitemap.xml");
  assertStringIncludes(text, "Disallow: /api/v1/");
  for (const path of ["/e/", "/preview/", "/static/"]) {
    assertEquals(text.includes(`Disallow: ${path}`), false, path);
  }
});

Deno.test("GET /manifest.webmanifest names icons that exist", async () => {
  const ask = siteWith();
  const response = await ask("/manifest.webmanifest");
  assertEquals(response.headers.get("content-type"), "application/manifest+json");
  const { icons } = await response.json();
  assert(icons.length >= 3);
  for (const { src, type } of icons) {
    const icon = await ask(src);
    assertEquals([icon.status, icon.headers.get("content-type")], [200, type], src);
    await icon.body?.cancel();
  }
});

Deno.test("GET /favicon.ico is an icon", async () => {
  const response = await siteWith()("/favicon.ico");
  assertEquals([response.status, response.headers.get("content-type")], [200, "image/x-icon"]);
  const [reserved, kind] = new Uint16Array((await response.arrayBuffer()).slice(0, 4));
  assertEquals([reserved, kind], [0, 1]);
});
