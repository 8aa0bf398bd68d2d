/** Requests as no browser writes them, sent byte by byte: hosts, lengths, codings, pipelines. None is a 5xx. */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { readConfig } from "@/lib/server/config.ts";
import { createSite } from "@/main.ts";

/** Requests that are made up. */
const RUNS = 400;

/** Milliseconds that a connection is listened to which the server leaves open, since it waits for more. */
const PATIENCE = 60;

const { constantFrom: one, string, array, tuple, oneof, nat } = fc;

const odd = string({ unit: "binary-ascii", maxLength: 12 });
const method = one("GET", "GET", "HEAD", "POST", "PUT", "OPTIONS", "DELETE", "TRACE", "get", "G T", "");
const path = oneof(
  one(
    "/",
    "/softmax",
    "/healthz",
    "/api/v1/softmax",
    "/api/v1/openapi.json",
    "/v1/completions",
    "/static/../x",
  ),
  one("*", "//", "/\\", "/%", "/%00", "/e/..%2f", "http://other.test/softmax", "/?text=%ff", "/softmax#x"),
  odd.map((text) => `/${text}`),
);
const version = one("HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "HTTP/1.", "");
const host = oneof(one("a", "a:1", "[::1]", "a b", "[::1", "a:999999", "x\\privacy#", "", "é", "a, b"), odd);
const header = oneof(
  tuple(one("Host"), host),
  tuple(
    one("Content-Length"),
    oneof(one("0", "2", "-1", "1e3", "99999999999999999999", "2, 2", " "), nat(9).map(String)),
  ),
  tuple(one("Transfer-Encoding"), one("chunked", "gzip", "chunked, chunked", "identity", "xchunked", "")),
  tuple(
    one("Content-Type"),
    one("application/json", "text/plain", "application/json; charset=x", "", "\u0001"),
  ),
  tuple(one("Accept-Encoding"), one("br", "gzip;q=0", "*;q=9", ",,,", "br".repeat(300))),
  tuple(
    one("Range", "If-None-Match", "If-Modified-Since"),
    one("bytes=0-", "bytes=-0", "bytes=9-1", "*", '"', "x"),
  ),
  tuple(
    one("X-Forwarded-For", "Origin", "Expect", "Connection", "Upgrade"),
    oneof(one("100-continue", "close"), odd),
  ),
  tuple(odd, odd),
);
const body = one(
  "",
  "{}",
  '{"logits":[1,2]}',
  "2\r\n{}\r\n0\r\n\r\n",
  "zz\r\n",
  "0\r\n\r\n",
  "\u0000",
  "[".repeat(3000),
);
const request = tuple(method, path, version, fc.boolean(), array(header, { maxLength: 4 }), body).map(
  ([method, path, version, isNamed, headers, body]) =>
    `${method} ${path} ${version}\r\n${isNamed ? "Host: a\r\n" : ""}` +
    `${headers.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n${body}`,
);

/** All that the server says to some bytes. */
async function say(port: number, text: string): Promise<string> {
  const connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const timer = setTimeout(() => connection.close(), PATIENCE);
  const decoder = new TextDecoder();
  let heard = "";
  try {
    await connection.write(new TextEncoder().encode(text));
    await connection.closeWrite();
    for await (const bytes of connection.readable) heard += decoder.decode(bytes, { stream: true });
  } catch {
    // Closed by one of both.
  }
  clearTimeout(timer);
  return heard;
}

/** The statuses of all answers in what was heard. */
function statuses(heard: string): number[] {
  return [...heard.matchAll(/HTTP\/1\.[01] (\d{3}) /g)].map(([, status]) => Number(status));
}

Deno.test("no request as written by hand is answered 5xx, and the server goes on", async () => {
  const faults: string[] = [];
  const site = createSite(readConfig((name) => name === "RATE_LIMIT" ? "0" : undefined), (entry) => {
    if (entry.level === "error") faults.push(JSON.stringify(entry));
  });
  const server = Deno.serve({ port: 0, onListen: () => {} }, (asked, info) => site(asked, info));
  const { port } = server.addr as Deno.NetAddr;
  let answered = 0;
  const pipeline = array(request, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(""));
  try {
    const made = fc.sample(pipeline, { numRuns: RUNS, seed: 20 });
    for (let at = 0; at < made.length; at += 20) {
      await Promise.all(
        made.slice(at, at + 20).map(async (text) => {
          const got = statuses(await say(port, text));
          answered += got.length;
          const bad = got.filter((status) => status >= 500);
          assertEquals(bad, [], JSON.stringify(text));
        }),
      );
    }
    const { status } = await fetch(`http://127.0.0.1:${port}/healthz`).then(async (response) => {
      await response.body?.cancel();
      return response;
    });
    assertEquals([status, faults], [200, []]);
    assert(answered > RUNS / 10, `${answered} answers`);
  } finally {
    await server.shutdown();
  }
});
