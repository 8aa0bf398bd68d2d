import { assertEquals, assertStringIncludes } from "@std/assert";
import { Hono } from "hono";
import { requestLog } from "@/lib/server/observe/log.ts";
import type { LogEntry } from "@/lib/server/observe/log_entry.ts";
import type { SiteEnv } from "@/lib/server/site.ts";

function loggedApp(): { app: Hono<SiteEnv>; entries: LogEntry[] } {
  const entries: LogEntry[] = [];
  let time = 0;
  const app = new Hono<SiteEnv>();
  app.use(requestLog((entry) => entries.push(entry), () => time += 2.5));
  app.get("/e/:id", (c) => c.text("found"));
  app.get("/broken", () => {
    throw new TypeError("the visitor's secret text");
  });
  app.onError((_error, c) => c.text("failed", 500));
  return { app, entries };
}

Deno.test("requestLog() writes the route's pattern, never the path, the query or the body", async () => {
  const { app, entries } = loggedApp();
  await app.request("/e/k3Jx9?text=private");
  assertEquals(entries, [{ level: "info", method: "GET", route: "/e/:id", status: 200, milliseconds: 2.5 }]);
});

Deno.test("requestLog() says where an unexpected error came from, without its message", async () => {
  const { app, entries } = loggedApp();
  await app.request("/broken?text=private");
  assertEquals([entries[0]?.level, entries[0]?.status], ["error", 500]);
  assertStringIncludes(entries[0]?.error ?? "", "TypeError; at ");
  assertEquals(JSON.stringify(entries).includes("secret"), false);
  assertEquals(JSON.stringify(entries).includes("private"), false);
});
