/** Where a download of one file turns: each status, header and length on both sides of what decides it. */
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { fetchFile, type FetchFileOptions, readSmallFile } from "@/lib/models/download/fetch_file.ts";
import { ModelError } from "@/lib/models/model_provider.ts";

const BODY = Uint8Array.from({ length: 11 }, (_, index) => 7 * index + 3);
const FILE = { path: "onnx/model_q4.onnx", bytes: BODY.length, sha256: null };
const UNKNOWN = { ...FILE, bytes: null };
const URL = "http://host.invalid/model_q4.onnx";

/** A host that gives its answers one after the other, with the ranges it was asked for and the waits between. */
function scripted(answers: readonly (() => Response)[]) {
  const ranges: (string | null)[] = [], waits: number[] = [];
  const host: typeof fetch = (_, init) => {
    const answer = answers[Math.min(ranges.length, answers.length - 1)]!;
    ranges.push(new Headers(init?.headers).get("range"));
    return Promise.resolve(answer());
  };
  const options: FetchFileOptions = {
    fetch: host,
    signal: new AbortController().signal,
    onBytes: () => {},
    wait: (milliseconds) => Promise.resolve(void waits.push(milliseconds)),
    stallAfter: 10_000,
  };
  return { options, ranges, waits };
}

const whole = (headers: Record<string, string> = {}) => () => new Response(BODY.slice(), { headers });
const status = (code: number, headers: Record<string, string> = {}) => () =>
  new Response(null, { status: code, headers });
/** The bytes from `from` on, as the rest of what was asked for. */
const rest = (from: number, headers: Record<string, string> = {}, body = BODY) => () =>
  new Response(body.slice(from), { status: 206, headers });

/** An answer that breaks off after `sent` bytes. */
function cut(sent: number, headers: Record<string, string> = {}): () => Response {
  return () => {
    const parts = [BODY.slice(0, sent)];
    const pull = (controller: ReadableStreamDefaultController) => {
      const part = parts.shift();
      if (part) controller.enqueue(part);
      else controller.error(new TypeError("broken"));
    };
    return new Response(new ReadableStream({ pull }, { highWaterMark: 0 }), { headers });
  };
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return (await assertRejects(() => promise, ModelError)).code;
}

Deno.test("fetchFile() asks again after 408, 429 and 500, and after no other refusal", async () => {
  for (const code of [408, 429, 500, 599]) {
    const { options, waits } = scripted([status(code), whole()]);
    assertEquals(await fetchFile(URL, FILE, options), BODY, `${code}`);
    assertEquals(waits, [500], `${code}`);
  }
  for (const code of [400, 407, 409, 428, 430, 499]) {
    const { options, ranges } = scripted([status(code), whole()]);
    assertEquals(await codeOf(fetchFile(URL, FILE, options)), "download", `${code}`);
    assertEquals(ranges, [null], `${code}`);
  }
});

Deno.test("fetchFile() takes 404 and 410 for a file that does not exist", async () => {
  for (const code of [404, 410]) {
    const { options, ranges } = scripted([status(code), whole()]);
    assertEquals([await fetchFile(URL, FILE, options), ranges.length], [null, 1]);
  }
});

Deno.test("fetchFile() waits as asked from 0 to 30 seconds, and by its own measure where nothing sensible is asked", async () => {
  const cases = [["0", 0], ["0.25", 250], ["29", 29_000], ["30", 30_000], ["31", 30_000], [
    "-1",
    500,
  ]] as const;
  for (const [asked, expected] of [...cases, ["soon", 500], ["Infinity", 500]] as const) {
    const { options, waits } = scripted([status(503, { "retry-after": asked }), whole()]);
    await fetchFile(URL, FILE, options);
    assertEquals(waits, [expected], asked);
  }
});

Deno.test("fetchFile() counts attempts without a new byte only, and asks for the whole file in the seventh", async () => {
  const gone = status(503);
  const { options, ranges, waits } = scripted([gone, gone, cut(4), gone, gone, gone, gone, gone, whole()]);
  assertEquals(await fetchFile(URL, FILE, options), BODY);
  const again = Array.from({ length: 5 }, () => "bytes=4-");
  assertEquals(ranges, [null, null, null, ...again, null]);
  assertEquals(waits, [500, 1000, 500, 1000, 2000, 4000, 8000, 16_000]);
});

Deno.test("fetchFile() starts over where the host cannot resume (416)", async () => {
  const { options, ranges } = scripted([cut(4), status(416), whole()]);
  assertEquals(await fetchFile(URL, FILE, options), BODY);
  assertEquals(ranges, [null, "bytes=4-", null]);
});

Deno.test("fetchFile() goes on with a part only where it begins where it stopped, in the same file", async () => {
  const old = { etag: '"old"' };
  const here = { "content-range": "bytes 4-10/11" }, elsewhere = { "content-range": "bytes 5-10/11" };
  const cases = [
    [cut(4), rest(4), true],
    [cut(4, old), rest(4, { ...old, ...here }), true],
    [cut(4, old), rest(4, here), true],
    [cut(4), rest(4, { ...old, ...here }), true],
    [cut(4, old), rest(4, { etag: '"new"', ...here }), false],
    [cut(4, old), rest(4, { etag: '"new"' }), false],
    [cut(4, old), rest(5, { ...old, ...elsewhere }), false],
  ] as const;
  for (const [first, second, goesOn] of cases) {
    const { options, ranges } = scripted([first, second, whole()]);
    assertEquals(await fetchFile(URL, FILE, options), BODY);
    assertEquals(ranges, goesOn ? [null, "bytes=4-"] : [null, "bytes=4-", null]);
  }
});

Deno.test("fetchFile() believes the announced length of a plain body, and of no other", async () => {
  const lengthFor = (length: string, more: Record<string, string> = {}, type = "default") => {
    const answer = () =>
      Object.defineProperty(whole({ "content-length": length, ...more })(), "type", { value: type });
    return fetchFile(URL, FILE, scripted([answer]).options);
  };
  assertEquals(await lengthFor("11"), BODY);
  assertEquals(await codeOf(lengthFor("10")), "integrity");
  assertEquals(await codeOf(lengthFor("12")), "integrity");
  assertEquals(await codeOf(lengthFor("12", { "content-encoding": "identity" })), "integrity");
  assertEquals(await lengthFor("12", { "content-encoding": "br" }), BODY);
  assertEquals(await lengthFor("12", {}, "cors"), BODY);
  assertEquals(await lengthFor("many"), BODY);
});

Deno.test("fetchFile() adds where a resumed body begins to the length it announces", async () => {
  const { options, ranges } = scripted([cut(4), rest(4, { "content-length": "7" })]);
  assertEquals(await fetchFile(URL, FILE, options), BODY);
  assertEquals(ranges, [null, "bytes=4-"]);
  const wrong = scripted([cut(4), rest(4, { "content-length": "11" })]);
  const error = await assertRejects(() => fetchFile(URL, FILE, wrong.options), ModelError);
  assertStringIncludes(error.message, "should have 11 bytes and the host announces 15");
});

Deno.test("fetchFile() asks for the rest of a body that ended before its length, and takes one that ended at it", async () => {
  const short = () => new Response(BODY.slice(0, 10), { headers: { "content-length": "11" } });
  const { options, ranges } = scripted([short, rest(10)]);
  assertEquals(await fetchFile(URL, UNKNOWN, options), BODY);
  assertEquals(ranges, [null, "bytes=10-"]);
});

Deno.test("fetchFile() goes on behind a single byte", async () => {
  const { options, ranges } = scripted([cut(1), rest(1)]);
  assertEquals(await fetchFile(URL, FILE, options), BODY);
  assertEquals(ranges, [null, "bytes=1-"]);
});

Deno.test("fetchFile() says where there is no memory for a file", async () => {
  const huge = { ...FILE, bytes: Number.MAX_SAFE_INTEGER };
  assertEquals(await codeOf(fetchFile(URL, huge, scripted([whole()]).options)), "out_of_memory");
});

Deno.test("fetchFile() refuses the first byte past the file's length", async () => {
  const longer = () => new Response(Uint8Array.of(...BODY, 1));
  assertEquals(await codeOf(fetchFile(URL, FILE, scripted([longer]).options)), "integrity");
  assertEquals((await fetchFile(URL, UNKNOWN, scripted([longer]).options))?.length, 12);
});

Deno.test("fetchFile() keeps a part once it has the bytes of one, and where it began", async () => {
  const sizes = [3, 1, 2, 3, 2];
  const chunks = () => {
    const parts = sizes.map((size, index) => {
      const from = sizes.slice(0, index).reduce((sum, each) => sum + each, 0);
      return BODY.slice(from, from + size);
    });
    return new Response(ReadableStream.from(parts) as ReadableStream<Uint8Array>);
  };
  const kept: (readonly [number, number[]])[] = [];
  const keep = (part: Uint8Array, from: number) => void kept.push([from, [...part]]);
  const options = { ...scripted([chunks]).options, parts: { bytes: 4, keep } };
  await fetchFile(URL, FILE, options);
  assertEquals(kept, [[0, [3, 10, 17, 24]], [4, [31, 38, 45, 52, 59]]]);
});

Deno.test("fetchFile() tells its progress from what was there before", async () => {
  const received: number[] = [];
  const { options, ranges } = scripted([rest(6)]);
  const onBytes = (bytes: number) => void received.push(bytes);
  const begun = [BODY.slice(0, 2), BODY.slice(2, 6)];
  assertEquals(await fetchFile(URL, FILE, { ...options, begun, onBytes }), BODY);
  assertEquals([ranges, received], [["bytes=6-"], [6, 11]]);
});

Deno.test("readSmallFile() gives a connection 30 seconds of silence", async () => {
  const { setTimeout: own } = globalThis;
  const delays: number[] = [];
  globalThis.setTimeout = ((act: () => void, milliseconds: number) => {
    delays.push(milliseconds);
    return own(act, milliseconds);
  }) as typeof setTimeout;
  try {
    assertEquals(await readSmallFile(URL, FILE, scripted([whole()]).options), BODY);
  } finally {
    globalThis.setTimeout = own;
  }
  assertEquals(new Set(delays), new Set([30_000]));
});
