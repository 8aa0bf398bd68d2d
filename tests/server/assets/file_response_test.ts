import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { fileResponse, type FileSource } from "@/lib/server/assets/file_response.ts";

const TEXT = "0123456789".repeat(100_000);

async function withFile(test: (get: Get) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/file.js`;
  try {
    await Deno.writeTextFile(path, TEXT);
    await Deno.writeTextFile(`${path}.br`, "compressed with brotli");
    const compressed = { br: `${path}.br`, gzip: `${path}.gz` };
    const source = { path, tag: "abc", compressed, cacheControl: "no-cache" };
    await test((headers = {}, options = {}) => {
      const { method = "GET", ...rest } = options;
      return fileResponse(new Request("http://site/file.js", { method, headers }), { ...source, ...rest });
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

type Get = (
  headers?: Record<string, string>,
  options?: Partial<FileSource> & { method?: string },
) => Promise<Response>;

Deno.test("fileResponse() sends the file with its length, type and validators", () =>
  withFile(async (get) => {
    const response = await get();
    assertEquals(response.status, 200);
    assertEquals(response.headers.get("content-length"), "1000000");
    assertEquals(response.headers.get("content-type"), "text/javascript; charset=utf-8");
    assertEquals(response.headers.get("accept-ranges"), "bytes");
    assertEquals(response.headers.get("etag"), '"abc"');
    assertEquals(response.headers.get("vary"), "Accept-Encoding");
    assertMatch(response.headers.get("last-modified") ?? "", / GMT$/);
    assertEquals(await response.text(), TEXT);
  }));

Deno.test("fileResponse() sends the compressed sibling to who accepts it, under a tag of its own", () =>
  withFile(async (get) => {
    const response = await get({ "accept-encoding": "gzip, br" });
    assertEquals(response.headers.get("content-encoding"), "br");
    assertEquals(response.headers.get("content-length"), "22");
    assertEquals(response.headers.get("etag"), '"abc-br"');
    assertEquals(await response.text(), "compressed with brotli");
    const plain = await get({ "accept-encoding": "gzip" });
    assertEquals(plain.headers.get("content-encoding"), null, "there is no gzip sibling");
    assertEquals(await plain.text(), TEXT);
  }));

Deno.test("fileResponse() answers 304 to a tag that still holds", () =>
  withFile(async (get) => {
    for (const tag of ['"abc"', 'W/"abc"', '"other", "abc"', "*"]) {
      const response = await get({ "if-none-match": tag });
      assertEquals([response.status, response.body], [304, null], tag);
      assertEquals(response.headers.get("etag"), '"abc"');
    }
    const compressed = await get({ "accept-encoding": "br", "if-none-match": '"abc-br"' });
    assertEquals(compressed.status, 304);
    const changed = await get({ "if-none-match": '"other"' });
    assertEquals(changed.status, 200);
    await changed.body?.cancel();
  }));

Deno.test("fileResponse() compares dates only where there is no tag", () =>
  withFile(async (get) => {
    const modified = (await get({}, { method: "HEAD" })).headers.get("last-modified")!;
    assertEquals((await get({ "if-modified-since": modified })).status, 304);
    const tagged = await get({ "if-modified-since": modified, "if-none-match": '"other"' });
    assertEquals(tagged.status, 200);
    await tagged.body?.cancel();
    const older = await get({ "if-modified-since": "Mon, 01 Jan 2001 00:00:00 GMT" });
    assertEquals(older.status, 200);
    await older.body?.cancel();
  }));

Deno.test("fileResponse() sends a range of the file itself, never of its compressed form", () =>
  withFile(async (get) => {
    const response = await get({ range: "bytes=999995-", "accept-encoding": "br" });
    assertEquals(response.status, 206);
    assertEquals(response.headers.get("content-range"), "bytes 999995-999999/1000000");
    assertEquals(response.headers.get("content-length"), "5");
    assertEquals(response.headers.get("content-encoding"), null);
    assertEquals(response.headers.get("etag"), '"abc"');
    assertEquals(await response.text(), "56789");
    const middle = await get({ range: "bytes=300003-900001" });
    assertEquals(await middle.text(), TEXT.slice(300_003, 900_002), "across several chunks");
  }));

Deno.test("fileResponse() answers 416 to a range outside of the file", () =>
  withFile(async (get) => {
    const response = await get({ range: "bytes=1000000-" });
    assertEquals([response.status, response.body], [416, null]);
    assertEquals(response.headers.get("content-range"), "bytes */1000000");
  }));

Deno.test("fileResponse() sends the whole file where If-Range names another version", () =>
  withFile(async (get) => {
    const same = await get({ range: "bytes=0-4", "if-range": '"abc"' });
    assertEquals(same.status, 206);
    await same.body?.cancel();
    for (const version of ['"other"', 'W/"abc"', "Mon, 01 Jan 2001 00:00:00 GMT"]) {
      const other = await get({ range: "bytes=0-4", "if-range": version });
      assertEquals([other.status, (await other.text()).length], [200, 1_000_000], version);
    }
  }));

Deno.test("fileResponse() answers HEAD with the same headers and opens nothing", () =>
  withFile(async (get) => {
    const head = await get({}, { method: "HEAD" });
    assertEquals([head.status, head.body], [200, null]);
    assertEquals(head.headers.get("content-length"), "1000000");
  }));

Deno.test({
  name: "fileResponse() closes the file when the client goes away",
  // What is asserted: an open file fails the test.
  sanitizeResources: true,
  fn: () =>
    withFile(async (get) => {
      const reader = (await get()).body!.getReader();
      assertEquals((await reader.read()).done, false);
      await reader.cancel();
    }),
});

Deno.test("fileResponse() makes a tag of size and time where it is given none", () =>
  withFile(async (get) => {
    const tag = (await get({}, { method: "HEAD", tag: null })).headers.get("etag");
    assertMatch(tag ?? "", /^"[\da-z]+-[\da-z]+"$/);
    assertNotEquals(tag, '"abc"');
  }));
