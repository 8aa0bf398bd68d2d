/** Bodies that do not arrive, and bodies that are too large to be read. */
import { assertEquals } from "@std/assert";
import { siteWith } from "../server/site_under_test.ts";

Deno.test("a small body that was given up before the router is a problem of status 408", async () => {
  const { createSite } = await import("@/main.ts");
  const { readConfig } = await import("@/lib/server/config.ts");
  const site = createSite(readConfig(() => undefined), () => {});
  const request = new Request("http://site.test/api/v1/softmax", { method: "POST", body: "{}" });
  const response = await site(request, { quick: { rate: null, late: true } });
  const body = await response.json();
  assertEquals([response.status, body.status], [408, 408]);
});

Deno.test("a declared body over the limit is refused unread", async () => {
  const response = await siteWith()("/api/v1/softmax", {
    method: "POST",
    headers: { "content-type": "application/json", "content-length": "99999999" },
    body: "{}",
  });
  assertEquals(response.status, 413);
  await response.body?.cancel();
});
