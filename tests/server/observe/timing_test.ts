import { assertEquals, assertMatch } from "@std/assert";
import { Hono } from "hono";
import { serverTiming, timed } from "@/lib/server/observe/timing.ts";
import type { SiteEnv } from "@/lib/server/site.ts";
import { siteWith } from "../site_under_test.ts";

Deno.test("serverTiming() states each phase and the total", async () => {
  let time = 100;
  const app = new Hono<SiteEnv>();
  app.use((c, next) => (c.set("start", 97.5), next()));
  app.use(serverTiming(() => time));
  app.get("/", async (c) => {
    await timed(c, "model", async () => {
      await Promise.resolve();
      time += 8.06;
    });
    return c.text(timed(c, "render", () => (time += 2, "page")));
  });
  const response = await app.request("/");
  assertEquals(response.headers.get("server-timing"), "model;dur=8.1, render;dur=2, total;dur=12.6");
});

Deno.test("timed() only runs its work where nothing measures", async () => {
  const app = new Hono<SiteEnv>();
  app.get("/", (c) => c.text(timed(c, "render", () => "page")));
  assertEquals(await (await app.request("/")).text(), "page");
});

Deno.test("pages say what their time went into, files say nothing", async () => {
  const ask = siteWith();
  const timingOf = async (path: string) => {
    const response = await ask(path);
    await response.body?.cancel();
    return response.headers.get("server-timing");
  };
  for (const path of ["/", "/ngram", "/score?text=hub", "/train", "/embed/predictor"]) {
    assertMatch(await timingOf(path) ?? "", /^model;dur=[\d.]+, render;dur=[\d.]+, total;dur=[\d.]+$/, path);
  }
  assertMatch(await timingOf("/softmax") ?? "", /^render;dur=[\d.]+, total;dur=[\d.]+$/);
  assertMatch(await timingOf("/api/v1/openapi.json") ?? "", /^total;dur=[\d.]+$/);
  assertEquals(await timingOf("/static/shell.js"), null);
});
