/** Addresses of the site beside its pages: who may keep their answers, and for how long. */
import { assertEquals } from "@std/assert";
import type { ExperimentStore } from "@/lib/experiment/store/experiment_store.ts";
import { readConfig } from "@/lib/server/config.ts";
import type { Means } from "@/lib/server/threads/means.ts";
import type { SiteThreads } from "@/lib/server/threads/site_threads.ts";
import { WITH_THREADS } from "@/lib/server/threads/cost.ts";
import { createSite } from "@/main.ts";
import { siteWith } from "../server/site_under_test.ts";

Deno.test("a file of the code that computes is shown, no other and none outside", async () => {
  const ask = siteWith();
  const shown = await ask("/source/transformer/forward.ts");
  assertEquals([shown.status, shown.headers.get("cache-control")], [200, "public, max-age=3600"]);
  assertEquals(await shown.text(), await Deno.readTextFile("lib/transformer/forward.ts"));
  const hidden = [
    "server/root.ts",
    "transformer/gone.ts",
    "transformer/..%2Fforward.ts",
    "recurrent/Forward.ts",
  ];
  for (const path of hidden) {
    const { status, body } = await ask(`/source/${path}`);
    await body?.cancel();
    assertEquals(status, 404, path);
  }
});

Deno.test("what names the site to browsers and search engines is kept for an hour, the worker for no time", async () => {
  const ask = siteWith();
  const caching = async (path: string) => {
    const { status, headers, body } = await ask(path);
    await body?.cancel();
    return [status, headers.get("cache-control")];
  };
  for (const path of ["/robots.txt", "/sitemap.xml", "/manifest.webmanifest"]) {
    assertEquals(await caching(path), [200, "public, max-age=3600"], path);
  }
  assertEquals(await caching("/sw.js"), [200, "no-cache"]);
});

/** What /healthz says of a site with this store and these threads. */
async function health(store: Partial<ExperimentStore> | null, threads: SiteThreads | null) {
  const means: Means = { threads, budget: WITH_THREADS };
  const config = readConfig(() => undefined);
  const site = createSite(config, () => {}, store as ExperimentStore | null, { means });
  return await (await site(new Request("http://site.test/healthz"))).json();
}

Deno.test("/healthz names the store, says whether it works, and whether threads answer", async () => {
  const working = await health({ kind: "sqlite", isWorking: true }, {} as SiteThreads);
  assertEquals([working.store, working.threads], ["sqlite", "ready"]);
  const failing = await health({ kind: "sqlite", isWorking: false }, null);
  assertEquals([failing.store, failing.threads], ["failing", "none"]);
  assertEquals("longest_hold_milliseconds" in failing, false, "nobody looks");
});

Deno.test("a failure of the server offers to try again, a wrong address the predictor with its query", async () => {
  const links = async (path: string) => {
    const html = await (await siteWith()(path)).text();
    return [html.includes(">Try again<"), html.includes('href="/?text=a"')];
  };
  assertEquals(await links("/nowhere?text=a"), [false, true]);
  assertEquals(await links("/nowhere"), [false, false]);
});
