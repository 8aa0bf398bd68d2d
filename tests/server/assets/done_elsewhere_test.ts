import { assertEquals } from "@std/assert";
import { Hono } from "hono";
import { compression } from "@/lib/server/assets/compression.ts";

/** What becomes of a long text with these headers. */
async function after(headers: Record<string, string>) {
  const app = new Hono();
  app.use(compression());
  app.get(
    "*",
    () => new Response("long ".repeat(1000), { headers: { "content-type": "text/html", ...headers } }),
  );
  const response = await app.request("/", { headers: { "accept-encoding": "gzip" } });
  const { length } = await response.bytes();
  return [response.headers.get("vary"), response.headers.get("content-encoding"), length === 5000];
}

Deno.test("what a thread has looked at is not compressed again, whether it compressed it or not", async () => {
  assertEquals(await after({}), ["Accept-Encoding", "gzip", false]);
  assertEquals(await after({ vary: "Accept-Encoding" }), ["Accept-Encoding", null, true]);
  assertEquals(await after({ "content-encoding": "br" }), [null, "br", true]);
  assertEquals(await after({ "cache-control": "no-transform" }), [null, null, true]);
});
