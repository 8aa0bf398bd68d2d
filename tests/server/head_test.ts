import { assertEquals } from "@std/assert";
import { siteWith } from "./site_under_test.ts";

const ask = siteWith({ RATE_LIMIT: "0" });

Deno.test("HEAD says the length that GET's body has", async () => {
  for (
    const path of [
      "/privacy",
      "/healthz",
      "/robots.txt",
      "/api/v1/softmax?logits=1,2",
      "/nothing",
      "/preview/softmax",
    ]
  ) {
    for (const coding of ["", "br"]) {
      const headers = { "accept-encoding": coding };
      const [get, head] = [await ask(path, { headers }), await ask(path, { method: "HEAD", headers })];
      const length = (await get.arrayBuffer()).byteLength;
      assertEquals([head.status, head.headers.get("content-length")], [get.status, `${length}`], path);
      assertEquals((await head.arrayBuffer()).byteLength, 0);
    }
  }
});
