import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { fetchFile, type FetchFileOptions } from "@/lib/models/download/fetch_file.ts";
import { ArrivingSha256, sha256 } from "@/lib/models/download/sha256.ts";
import { ModelError } from "@/lib/models/model_provider.ts";
import { rawHost, testHost } from "../test_host.ts";

const BODY = crypto.getRandomValues(new Uint8Array(50_000));
const FILE = { path: "onnx/model_q4.onnx", bytes: BODY.length, sha256: null };
const UNKNOWN = { ...FILE, bytes: null };

function options(changes: Partial<FetchFileOptions> = {}): FetchFileOptions {
  return {
    fetch,
    signal: new AbortController().signal,
    onBytes: () => {},
    wait: () => Promise.resolve(),
    stallAfter: 10_000,
    ...changes,
  };
}

/** Answers ranges as a good host does. */
function ranged(request: Request): Response {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.get("range") ?? "")?.[1] ?? 0);
  if (from === 0) return new Response(BODY, { headers: { "content-length": `${BODY.length}` } });
  const headers = {
    "content-range": `bytes ${from}-${BODY.length - 1}/${BODY.length}`,
    "content-length": `${BODY.length - from}`,
  };
  return new Response(BODY.slice(from), { status: 206, headers });
}

/** A raw answer that breaks off after `sent` bytes of the body. */
function cutOff(sent: number, from = 0): (string | Uint8Array)[] {
  const length = `content-length: ${BODY.length - from}`;
  const status = from === 0
    ? "HTTP/1.1 200 OK"
    : `HTTP/1.1 206 Partial Content\r\ncontent-range: bytes ${from}-${BODY.length - 1}/${BODY.length}`;
  return [`${status}\r\n${length}\r\nconnection: close\r\n\r\n`, BODY.slice(from, from + sent)];
}

function rangeOf(head: string): number {
  return Number(/^range: bytes=(\d+)-/im.exec(head)?.[1] ?? 0);
}

Deno.test("fetchFile() downloads a file and tells its progress", async () => {
  await using host = testHost(ranged);
  const progress: number[] = [];
  const bytes = await fetchFile(host.url, FILE, options({ onBytes: (received) => progress.push(received) }));
  assertEquals(bytes, BODY);
  assertEquals(progress.at(-1), BODY.length);
  assertEquals(progress, progress.toSorted((a, b) => a - b));
});

Deno.test("fetchFile() downloads a file of unknown length", async () => {
  await using host = testHost(() => new Response(new Blob([BODY]).stream()));
  assertEquals(await fetchFile(host.url, UNKNOWN, options()), BODY);
});

Deno.test("fetchFile() gives null for a file that does not exist", async () => {
  await using host = testHost(() => new Response("no", { status: 404 }));
  assertEquals(await fetchFile(host.url, FILE, options()), null);
  assertEquals(host.requests.length, 1);
});

Deno.test("fetchFile() resumes a broken connection where it stopped", async () => {
  const starts: number[] = [];
  await using host = rawHost((head) => {
    starts.push(rangeOf(head));
    return cutOff(20_000, rangeOf(head));
  });
  assertEquals(await fetchFile(host.url, FILE, options()), BODY);
  assertEquals(starts[0], 0);
  assertEquals(starts.every((start, index) => index === 0 || start > starts[index - 1]!), true);
});

Deno.test("fetchFile() starts over where the host does not resume", async () => {
  await using host = rawHost((_, count) => cutOff(count === 1 ? 20_000 : BODY.length));
  assertEquals(await fetchFile(host.url, FILE, options()), BODY);
});

Deno.test("fetchFile() starts over where a resumed file has become another", async () => {
  const other = BODY.toReversed();
  await using host = testHost((request, count) => {
    const headers = { etag: count === 1 ? '"old"' : '"new"' };
    if (count === 1) return new Response(breaking(BODY.slice(0, 30_000)), { headers });
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.get("range") ?? "")?.[1] ?? 0);
    return from > 0
      ? new Response(other.slice(from), {
        status: 206,
        headers: { ...headers, "content-range": `bytes ${from}-` },
      })
      : new Response(other, { headers });
  });
  assertEquals(await fetchFile(host.url, FILE, options()), other);
});

Deno.test("fetchFile() feeds a hash with the file alone, also where a connection broke or the file started over", async () => {
  const hosts = [
    testHost(ranged),
    rawHost((head) => cutOff(20_000, rangeOf(head))),
    rawHost((_, count) => cutOff(count === 1 ? 20_000 : BODY.length)),
  ];
  const expected = await sha256(BODY);
  for (const each of hosts) {
    await using host = each;
    const hash = new ArrivingSha256();
    assertEquals(await fetchFile(host.url, FILE, options({ hash })), BODY);
    assertEquals(hash.digest(), expected);
  }
});

Deno.test("fetchFile() waits as long as a busy host asks", async () => {
  await using host = testHost((request, count) =>
    count === 1 ? new Response(null, { status: 503, headers: { "retry-after": "7" } }) : ranged(request)
  );
  const waits: number[] = [];
  const wait = (milliseconds: number) => Promise.resolve(void waits.push(milliseconds));
  assertEquals(await fetchFile(host.url, FILE, options({ wait })), BODY);
  assertEquals(waits, [7000]);
});

Deno.test("fetchFile() gives up on a host that never answers, after seven attempts with waits that double", async () => {
  const offline = () => Promise.reject(new TypeError("Failed to fetch"));
  const waits: number[] = [];
  const wait = (milliseconds: number) => Promise.resolve(void waits.push(milliseconds));
  const error = await assertRejects(
    () => fetchFile("http://host.invalid/", FILE, options({ fetch: offline, wait })),
    ModelError,
  );
  assertEquals(waits, [500, 1000, 2000, 4000, 8000, 16_000]);
  assertEquals(error.code, "download");
  assertStringIncludes(error.message, "check the connection");
});

Deno.test("fetchFile() asks for the whole file where ranges never come through", async () => {
  await using host = rawHost((_, count) => cutOff(count === 1 ? 20_000 : BODY.length));
  const noRanges: typeof fetch = (input, init) =>
    new Headers(init?.headers).has("range")
      ? Promise.reject(new TypeError("Failed to fetch"))
      : fetch(input, init);
  assertEquals(await fetchFile(host.url, FILE, options({ fetch: noRanges })), BODY);
});

Deno.test("fetchFile() goes on after the network was gone in the middle", async () => {
  let online = true;
  await using host = rawHost((head) => {
    online = false;
    return cutOff(BODY.length / 2, rangeOf(head));
  });
  const flaky: typeof fetch = (input, init) =>
    online ? fetch(input, init) : Promise.reject(new TypeError("Failed to fetch"));
  const wait = () => Promise.resolve(void (online = true));
  assertEquals(await fetchFile(host.url, FILE, options({ fetch: flaky, wait })), BODY);
});

Deno.test("fetchFile() gives up a connection that falls silent and resumes", async () => {
  await using host = testHost((request, count) =>
    count === 1 ? new Response(silent(BODY.slice(0, 9))) : ranged(request)
  );
  assertEquals(await fetchFile(host.url, FILE, options({ stallAfter: 50 })), BODY);
  assertEquals(host.requests[1]?.headers.get("range"), "bytes=9-");
});

Deno.test("fetchFile() rejects a length that is not the file's", async () => {
  await using longer = testHost(() => new Response(new Blob([BODY, BODY]).stream()));
  const tooLong = await assertRejects(() => fetchFile(longer.url, FILE, options()), ModelError);
  assertEquals(tooLong.code, "integrity");
  await using shorter = testHost(() => new Response("short", { headers: { "content-length": "5" } }));
  const tooShort = await assertRejects(() => fetchFile(shorter.url, FILE, options()), ModelError);
  assertEquals(tooShort.code, "integrity");
});

Deno.test("fetchFile() rejects a page in place of a file", async () => {
  const headers = { "content-type": "text/html; charset=utf-8" };
  await using host = testHost(() => new Response("<!doctype html>", { headers }));
  const error = await assertRejects(() => fetchFile(host.url, UNKNOWN, options()), ModelError);
  assertEquals(error.code, "integrity");
  assertEquals(host.requests.length, 1);
});

Deno.test("fetchFile() does not ask again where the host refuses", async () => {
  await using host = testHost(() => new Response(null, { status: 403 }));
  const error = await assertRejects(() => fetchFile(host.url, FILE, options()), ModelError);
  assertEquals(error.code, "download");
  assertEquals(host.requests.length, 1);
});

Deno.test("fetchFile() follows a redirect to another origin", async () => {
  await using files = testHost(ranged);
  await using host = testHost(() => Response.redirect(`${files.url}/blob`, 302));
  assertEquals(await fetchFile(`${host.url}/file`, FILE, options()), BODY);
  assertEquals(files.requests.length, 1);
});

Deno.test("fetchFile() stops at once when it is called off", async () => {
  await using host = testHost(() => new Response(silent(BODY.slice(0, 9))));
  const controller = new AbortController();
  const onBytes = (received: number) => received > 0 && controller.abort(new Error("enough"));
  await assertRejects(
    () => fetchFile(host.url, FILE, options({ signal: controller.signal, onBytes })),
    Error,
    "enough",
  );
});

Deno.test("fetchFile() asks no host for who has gone before it begins, or while it waits", async () => {
  let asked = 0;
  const busy = (() => (asked++, Promise.resolve(new Response(null, { status: 503 })))) as typeof fetch;
  const gone = AbortSignal.abort(new Error("enough"));
  const attempt = (changes: Partial<FetchFileOptions>) => () =>
    fetchFile("http://host.test/", FILE, options({ fetch: busy, ...changes }));
  await assertRejects(attempt({ signal: gone }), Error, "enough");
  assertEquals(asked, 0);
  const controller = new AbortController();
  // A wait that ends all the same.
  const wait = () => Promise.resolve(controller.abort(new Error("enough")));
  await assertRejects(attempt({ signal: controller.signal, wait }), Error, "enough");
  assertEquals(asked, 1);
});

/** A body that sends some bytes and then fails. */
function breaking(bytes: Uint8Array): ReadableStream<Uint8Array> {
  let sent = false;
  return new ReadableStream({
    pull(controller) {
      if (sent) return controller.error(new Error("broken"));
      sent = true;
      controller.enqueue(bytes);
    },
  });
}

/** A body that sends some bytes and then nothing. */
function silent(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({ start: (controller) => controller.enqueue(bytes) });
}

Deno.test("fetchFile() tries a fault of this site once, and says what it is", async () => {
  await using host = testHost(ranged);
  const faulty = options({
    onBytes: () => {
      throw new TypeError("sizes.values().reduce is not a function");
    },
    wait: () => Promise.reject(new Error("It is not the network's fault")),
  });
  const error = await assertRejects(() => fetchFile(host.url, FILE, faulty), ModelError);
  assertEquals(error.code, "internal");
  assertStringIncludes(error.message, "TypeError: sizes.values().reduce is not a function");
});
