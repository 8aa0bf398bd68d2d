/** What a page says of itself: to caches, search engines, previews, and the browser that runs it. */
import { assertEquals } from "@std/assert";
import { Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { h } from "preact";
import { readConfig } from "@/lib/server/config.ts";
import type { Bundle } from "@/lib/server/assets/bundle.ts";
import { type PageOptions, renderPage } from "@/lib/server/render_page.tsx";
import type { Site, SiteEnv } from "@/lib/server/site.ts";
import { pages } from "@/routes/mod.ts";
import { documentOf } from "../fixtures/document_of.ts";

const BUNDLE: Bundle = {
  build: "b",
  shell: "/shell.js",
  news: null,
  files: [],
  scripts: ["/boot.js"],
  preloads: (islands) => islands.map((name) => `/${name}.js`),
};

interface Asked {
  readonly headers?: Readonly<Record<string, string>>;
  readonly at?: string;
  readonly environment?: Record<string, string>;
  readonly options?: Partial<PageOptions>;
  /** Islands on the page, and when each comes to life. */
  readonly islands?: readonly (readonly [name: string, when: string])[];
}

/** The page at an address of a site that was built. */
async function page(
  { at = "/softmax", environment = {}, options = {}, islands = [], headers = {} }: Asked = {},
) {
  const config = readConfig((name) => environment[name]);
  const site = { config, bundle: BUNDLE, pages, store: null, version: "v7" } as unknown as Site;
  const app = new Hono<SiteEnv>();
  app.use((c, next) => (c.set("site", site), next()));
  const content = h("div", {}, islands.map(([name, when]) => h("is-land", { name, when })));
  app.get("*", (c) => renderPage(c, { title: "T", description: "D", ...options }, content));
  const response = await app.request(`http://site.test${at}`, { headers });
  const document = documentOf(await response.text());
  const all = (selector: string, name: string) =>
    [...document.querySelectorAll(selector)].map((each) => each.getAttribute(name));
  return {
    status: response.status,
    caching: response.headers.get("cache-control"),
    modules: all('script[type="module"]', "src"),
    preloads: all('link[rel="modulepreload"]', "href"),
    fonts: all('link[rel="preload"][as="font"][crossorigin]', "href").map((href) => href!.split("?")[0]),
    scripts: all("script:not([type])", "src").map((src) => src!.split("?")[0]),
    robots: all('meta[name="robots"]', "content"),
    build: all('meta[name="build"]', "content"),
    canonical: all('link[rel="canonical"]', "href"),
    picture: all('meta[property="og:image"]', "content"),
  };
}

Deno.test("a page without islands runs no module; one that has some loads theirs, each once, when it opens", async () => {
  const plain = await page();
  assertEquals([plain.modules, plain.preloads, plain.build], [[], [], ["v7"]]);
  const one = await page({ islands: [["Softmax", "load"], ["Softmax", "visible"], ["Nobody", "load"]] });
  assertEquals([one.modules, one.preloads], [["/boot.js"], ["/Softmax.js"]]);
  const later = await page({ islands: [["Softmax", "use"]] });
  assertEquals(later.preloads, [], "what waits to be used is loaded then");
});

Deno.test("letters are fetched with the style sheet that names them, and not where data is saved", async () => {
  const names = (fonts: (string | undefined)[]) => fonts.map((font) => font!.split("/").at(-1));
  assertEquals(names((await page()).fonts), ["inter-variable.woff2", "jetbrains-mono-variable.woff2"]);
  assertEquals((await page({ headers: { "save-data": "on" } })).fonts, []);
});

Deno.test("shared caches keep a page without a query, and no failure", async () => {
  const [shared, own] = ["public, max-age=0, s-maxage=300", "private, no-cache"];
  assertEquals((await page()).caching, shared);
  assertEquals((await page({ at: "/softmax?logits=1" })).caching, own);
  assertEquals((await page({ options: { status: 404 as ContentfulStatusCode } })).caching, own);
});

Deno.test("search engines list pages, but no failures, no frames, and none that says so", async () => {
  const robots = async (asked: Asked) => (await page(asked)).robots;
  assertEquals(await robots({}), []);
  assertEquals(await robots({ options: { indexed: false } }), ["noindex"]);
  assertEquals(await robots({ options: { status: 404 } }), ["noindex"]);
  assertEquals(await robots({ at: "/embed/softmax" }), ["noindex"]);
});

Deno.test("a page has a picture of its query where it computes one, a failure none", async () => {
  const picture = async (at: string, options = {}) => (await page({ at, options })).picture;
  assertEquals(await picture("/softmax?logits=1,2"), ["http://site.test/preview/softmax?logits=1,2"]);
  assertEquals(await picture("/gallery?x=1"), ["http://site.test/preview/gallery"]);
  assertEquals(await picture("/softmax", { status: 404 }), []);
});

Deno.test("a page that caches share names the configured host alone, one of a visitor's query the visitor's too", async () => {
  const canonical = async (at: string, environment = {}) => (await page({ at, environment })).canonical;
  assertEquals(await canonical("/softmax"), ["/softmax"]);
  assertEquals(await canonical("/softmax?logits=1"), ["http://site.test/softmax"]);
  const environment = { PUBLIC_ORIGIN: "https://example.org" };
  for (const at of ["/softmax", "/softmax?logits=1"]) {
    assertEquals(await canonical(at, environment), ["https://example.org/softmax"], at);
  }
});

Deno.test("a page in a frame gets the script that tells its height, any other not", async () => {
  const scripts = async (at: string) => (await page({ at })).scripts;
  assertEquals(await scripts("/softmax"), ["/shell.js"]);
  assertEquals(await scripts("/embed/softmax"), ["/shell.js", "/static/frame.js"]);
});
