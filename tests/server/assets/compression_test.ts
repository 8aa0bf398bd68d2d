import { assertEquals } from "@std/assert";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { Hono } from "hono";
import { compression } from "@/lib/server/assets/compression.ts";

const LONG = "The package left the warehouse. ".repeat(100);

function app(): Hono {
  const app = new Hono();
  app.use(compression());
  app.get("/long", (c) => c.html(LONG));
  app.get("/short", (c) => c.html("short"));
  app.get("/file", (c) => c.text(LONG, 200, { "cache-control": "public, no-transform" }));
  app.get("/octets", (c) => c.body(LONG, 200, { "content-type": "application/octet-stream" }));
  return app;
}

interface Answer {
  readonly coding: string | null;
  readonly bytes: Uint8Array;
  readonly headers: Headers;
}

async function get(path: string, accepted: string): Promise<Answer> {
  const response = await app().request(path, { headers: { "accept-encoding": accepted } });
  const { headers } = response;
  return {
    coding: headers.get("content-encoding"),
    bytes: new Uint8Array(await response.arrayBuffer()),
    headers,
  };
}

Deno.test("compression() sends pages in the coding that is accepted", async () => {
  const br = await get("/long", "gzip, br");
  assertEquals([br.coding, brotliDecompressSync(br.bytes).toString()], ["br", LONG]);
  assertEquals(br.headers.get("content-length"), String(br.bytes.length));
  assertEquals(br.headers.get("vary"), "Accept-Encoding");
  const gz = await get("/long", "gzip");
  assertEquals([gz.coding, gunzipSync(gz.bytes).toString()], ["gzip", LONG]);
});

Deno.test("compression() begins at 1,024 bytes, and what it leaves has its length and varies all the same", async () => {
  const at = async (length: number) => {
    const sized = new Hono().use(compression()).get("/", (c) => c.text("a".repeat(length)));
    const { headers } = await sized.request("/", { headers: { "accept-encoding": "br" } });
    return ["content-encoding", "content-length", "vary"].map((name) => headers.get(name));
  };
  assertEquals(await at(1023), [null, "1023", "Accept-Encoding"]);
  const [coding, length] = await at(1024);
  assertEquals([coding, Number(length) < 100], ["br", true]);
});

Deno.test("compression() is of text of any kind, and never of a stream of events or of what is coded already", async () => {
  const types: Readonly<Record<string, string | null>> = {
    "text/html; charset=UTF-8": "br",
    "text/csv": "br",
    "application/json": "br",
    "application/problem+json": "br",
    "application/rss+xml": "br",
    "image/svg+xml": "br",
    "text/event-stream": null,
    "image/png": null,
    "application/wasm": null,
    "application/zip": null,
  };
  for (const [type, coding] of Object.entries(types)) {
    const typed = new Hono().use(compression()).get("/", (c) => c.body(LONG, 200, { "content-type": type }));
    const { headers } = await typed.request("/", { headers: { "accept-encoding": "br" } });
    assertEquals([headers.get("content-encoding"), headers.get("vary")], [
      coding,
      coding && "Accept-Encoding",
    ], type);
  }
  const coded = new Hono().use(compression()).get("/", (c) => c.text(LONG, 200, { "content-encoding": "x" }));
  const response = await coded.request("/", { headers: { "accept-encoding": "br" } });
  assertEquals([response.headers.get("content-encoding"), await response.text()], ["x", LONG]);
});

Deno.test("compression() leaves alone what would not gain or must not change", async () => {
  for (
    const [path, accepted] of [["/long", "identity"], ["/short", "br"], ["/file", "br"], [
      "/octets",
      "br",
    ]] as const
  ) {
    assertEquals((await get(path, accepted)).coding, null, path);
  }
});
