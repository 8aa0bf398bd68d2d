/** What a host says of a repository, through the hub's API and file by file: each status, header and absent field. */
import { assertEquals, assertRejects, assertStrictEquals, assertThrows } from "@std/assert";
import { assertCausal, type ModelConfig, parseModelConfig } from "@/lib/models/hub/model_config.ts";
import { knownSha256, referenceFor } from "@/lib/models/hub/known_files.ts";
import { totalBytes } from "@/lib/models/hub/hosted_file.ts";
import { listRepository } from "@/lib/models/hub/repository_listing.ts";
import { indexedFiles, tooManyGigabytes } from "@/lib/models/hub/safetensors_files.ts";
import { ModelError } from "@/lib/models/model_provider.ts";

const ADDRESS = { host: "https://host.invalid", name: "a/b", revision: "main" };
const JSON_TYPE = { "content-type": "application/json" };

/** A host that answers the API with `api` and every file with `file`, and what it was asked. */
function hostOf(api: () => Response, file: () => Response = () => new Response(null, { status: 404 })) {
  const asked: { readonly url: string; readonly init: RequestInit }[] = [];
  const fetch = (url: RequestInfo | URL, init: RequestInit = {}) => {
    asked.push({ url: String(url), init });
    return Promise.resolve(String(url).includes("/api/") ? api() : file());
  };
  const { signal } = new AbortController();
  const list = () => listRepository(ADDRESS, { fetch, signal, readFile: () => Promise.resolve(null) });
  return { list, asked, signal };
}

const api = (info: object) => () => new Response(JSON.stringify(info), { headers: JSON_TYPE });
const noApi = () => new Response("no", { status: 404 });

async function codeOf(act: () => Promise<unknown>): Promise<string> {
  const { code, message } = await assertRejects(act, ModelError);
  return `${code}: ${message}`;
}

Deno.test("listRepository() takes the API's commit, license, parameters, lengths and hashes", async () => {
  const siblings = [
    { rfilename: "large", size: 7, blobId: "blob", lfs: { sha256: "ab", size: 9 } },
    { rfilename: "small", size: 7, blobId: "blob" },
    { rfilename: "bare", lfs: null },
  ];
  const info = { sha: "0123", cardData: { license: "mit" }, safetensors: { total: 5 }, siblings };
  const { list, asked } = hostOf(api(info));
  const { find, ...facts } = await list();
  const address = { ...ADDRESS, revision: "0123" };
  assertEquals(facts, { address, license: "mit", parameters: 5, probes: false });
  assertEquals(await Promise.all(["large", "small", "bare", "none"].map(find)), [
    { path: "large", bytes: 9, sha256: "ab", etag: "blob" },
    { path: "small", bytes: 7, sha256: null, etag: "blob" },
    { path: "bare", bytes: null, sha256: null, etag: null },
    null,
  ]);
  assertEquals(asked.length, 1);
  const { credentials, referrerPolicy } = asked[0]!.init;
  assertEquals([credentials, referrerPolicy], ["omit", "no-referrer"]);
});

Deno.test("listRepository() takes a known file's hash where the API names none, if its length is the same", async () => {
  const name = "HuggingFaceTB/SmolLM2-135M-Instruct";
  const [path, bytes] = ["config.json", 671];
  const hashOf = async (file: object) => {
    const fetch = () => Promise.resolve(api({ siblings: [{ rfilename: path, ...file }] })());
    const { signal } = new AbortController();
    const options = { fetch, signal, readFile: () => Promise.resolve(null) };
    return (await (await listRepository({ ...ADDRESS, name }, options)).find(path))?.sha256;
  };
  const known = knownSha256(name, path, bytes);
  assertEquals(known?.length, 64);
  assertEquals(await Promise.all([{ size: bytes }, { size: bytes + 1 }, {}].map(hashOf)), [
    known,
    null,
    null,
  ]);
  assertEquals(await hashOf({ size: bytes, lfs: { sha256: "ab" } }), "ab");
});

Deno.test("listRepository() does without what the API leaves out", async () => {
  const { find: _, ...facts } = await hostOf(api({ siblings: [] })).list();
  assertEquals(facts, { address: ADDRESS, license: null, parameters: null, probes: false });
  const license = async (more: object) => (await hostOf(api({ siblings: [], ...more })).list()).license;
  const tags = ["text", "license:apache-2.0", "license:mit"];
  assertEquals(await license({ tags }), "apache-2.0");
  assertEquals(await license({ tags, cardData: { license: "mit" } }), "mit");
  for (const cardData of [null, {}, { license: ["mit"] }]) {
    assertEquals(await license({ tags, cardData }), "apache-2.0");
  }
  assertEquals(await license({ tags: ["text"] }), null);
});

Deno.test("listRepository() asks for each file once where there is no API, and takes nothing else for one", async () => {
  const answers = [
    noApi,
    () => new Response(JSON.stringify({ siblings: [] }), { status: 500, headers: JSON_TYPE }),
    () => new Response(JSON.stringify({ siblings: [] }), { headers: { "content-type": "text/html" } }),
    () =>
      new Response(JSON.stringify({ siblings: [] }), { headers: { "content-type": "application/jsonp" } }),
    api({ siblings: "many" }),
    api({}),
  ];
  for (const answer of answers) {
    const { list, asked } = hostOf(
      answer,
      () => new Response(null, { headers: { "content-length": "7", etag: "e" } }),
    );
    const { find, ...facts } = await list();
    assertEquals(facts, { address: ADDRESS, license: null, parameters: null, probes: true });
    const [first, second] = [find("x"), find("x")];
    assertStrictEquals(first, second);
    assertEquals(await first, { path: "x", bytes: 7, sha256: null, etag: "e" });
    assertEquals(asked.map(({ init }) => init.method ?? "GET"), ["GET", "HEAD"]);
  }
});

Deno.test("a file is not there at 404, 410 or a page; a refusal is one of its own", async () => {
  const find = async (status: number, headers: Record<string, string> = {}) => {
    const { list } = hostOf(noApi, () => new Response(null, { status, headers }));
    return (await list()).find("x");
  };
  assertEquals([await find(404), await find(410)], [null, null]);
  assertEquals(await find(200, { "content-type": "text/html; charset=utf-8" }), null);
  assertEquals((await find(200, { "content-type": "text/html5" }))?.path, "x");
  for (const status of [401, 403]) {
    assertEquals(
      await codeOf(() => find(status)),
      'not_found: "a/b" does not exist, is private, or asks for consent first',
    );
  }
  for (const status of [400, 402, 409, 429, 500]) {
    assertEquals(
      await codeOf(() => find(status)),
      `download: The model host answered ${status}: try again later`,
    );
  }
});

Deno.test("a length is what a plain answer says, and unknown otherwise", async () => {
  const bytes = async (headers: Record<string, string>) => {
    const { list } = hostOf(noApi, () => new Response(null, { headers }));
    return (await (await list()).find("x"))?.bytes;
  };
  assertEquals(await bytes({ "content-length": "7" }), 7);
  assertEquals(await bytes({ "content-length": "0" }), 0);
  assertEquals(await bytes({ "content-length": "7", "content-encoding": "identity" }), 7);
  assertEquals(await bytes({ "content-length": "7", "content-encoding": "gzip" }), null);
  assertEquals(await bytes({ "content-length": "7.5" }), null);
  assertEquals(await bytes({}), null);
});

Deno.test("a host that is not reached is named; a call that is called off keeps its reason", async () => {
  const fetch = () => Promise.reject(new TypeError("Failed to fetch"));
  const list = (signal: AbortSignal) =>
    listRepository(ADDRESS, { fetch, signal, readFile: () => Promise.resolve(null) });
  assertEquals(
    await codeOf(() => list(new AbortController().signal)),
    "download: host.invalid cannot be reached: check the connection and try again",
  );
  await assertRejects(() => list(AbortSignal.abort(new Error("enough"))), Error, "enough");
});

const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

Deno.test("parseModelConfig() takes objects alone", () => {
  assertEquals(parseModelConfig(bytesOf({ model_type: "llama" })), { model_type: "llama" });
  for (const value of [null, [], "text", 7, true]) {
    assertThrows(() => parseModelConfig(bytesOf(value)), ModelError, "not a JSON object");
  }
  assertThrows(() => parseModelConfig(new TextEncoder().encode("{")), ModelError, "not a JSON object");
});

Deno.test("assertCausal() goes by the architectures, or by the type where there are none", () => {
  const causal: ModelConfig[] = [
    { architectures: ["LlamaForCausalLM"] },
    { architectures: ["GPT2LMHeadModel"], model_type: "bert" },
    { architectures: ["Other", "LlamaForCausalLM"] },
    { architectures: [], model_type: "llama" },
    { model_type: "llama", is_encoder_decoder: false },
  ];
  causal.forEach(assertCausal);
  const refuses = (config: ModelConfig, what: string) =>
    assertThrows(() => assertCausal(config), ModelError, `This is not a causal language model but ${what}:`);
  refuses({ architectures: ["BertForMaskedLM"], model_type: "llama" }, "BertForMaskedLM");
  refuses({ architectures: ["LlamaForCausalLMs"] }, "LlamaForCausalLMs");
  refuses({ architectures: ["T5ForCausalLM"], is_encoder_decoder: true }, "T5ForCausalLM");
  refuses({ model_type: "llama", is_encoder_decoder: true }, "llama");
  refuses({ model_type: "t5" }, "t5");
  refuses({ architectures: "LlamaForCausalLM" }, "a model of unknown type");
  refuses({ model_type: 7 }, "a model of unknown type");
});

Deno.test("indexedFiles() names each file once, in order, and files beside the index alone", () => {
  const files = (weight_map: unknown) => indexedFiles(bytesOf({ weight_map }));
  assertEquals(files({ x: "b.safetensors", y: "a-1.safetensors", z: "b.safetensors" }), [
    ...["a-1.safetensors", "b.safetensors"],
  ]);
  const others = [undefined, null, {}, "a.safetensors", { x: 7 }, { x: "a.bin" }, { x: "../a.safetensors" }];
  for (const map of [...others, { x: "a.safetensors", y: "b.bin" }, { x: "a.safetensors.gz" }]) {
    assertThrows(() => files(map), SyntaxError, "it names no files");
  }
});

Deno.test("tooManyGigabytes() counts up to 4 GiB, by the lengths or by what the index says", () => {
  const most = 2 ** 32;
  const file = (bytes: number | null, content?: string) => ({
    ...{ path: "x", bytes, sha256: null, etag: null },
    ...(content !== undefined && { content }),
  });
  const index = (metadata: unknown) => file(0, JSON.stringify({ metadata }));
  assertEquals(tooManyGigabytes([file(most)]), null);
  assertEquals(tooManyGigabytes([file(most + 1)]), "4.3");
  assertEquals(tooManyGigabytes([file(most - 1), file(2)]), "4.3");
  assertEquals(tooManyGigabytes([file(null), file(most)]), null);
  assertEquals(tooManyGigabytes([index({ total_size: most }), file(null)]), null);
  assertEquals(tooManyGigabytes([index({ total_size: 2 * most }), file(null)]), "8.6");
  assertEquals(tooManyGigabytes([index({ total_size: 7 }), file(most + 1)]), "4.3");
  for (const metadata of [null, undefined, {}, { total_size: "many" }, { total_size: Infinity }]) {
    assertEquals(tooManyGigabytes([index(metadata), file(most)]), null);
    assertEquals(tooManyGigabytes([index(metadata), file(most + 1)]), "4.3");
  }
  assertEquals(tooManyGigabytes([]), null);
});

Deno.test("totalBytes() is known where every length is", () => {
  const file = (bytes: number | null) => ({ path: "x", bytes, sha256: null });
  assertEquals([totalBytes([]), totalBytes([file(3), file(4)]), totalBytes([file(3), file(null)])], [
    0,
    7,
    null,
  ]);
  assertEquals(totalBytes([file(null), file(3)]), null);
});

Deno.test("what is known of a file counts for a file of its length alone", () => {
  const name = "HuggingFaceTB/SmolLM2-135M-Instruct", path = "onnx/model_q4.onnx";
  const known = knownSha256(name, path, 113_836_369);
  assertEquals(known?.slice(0, 8), "050e4af4");
  assertEquals(knownSha256(name, "config.json", 671)?.slice(0, 8), "e5a2026c");
  for (const bytes of [113_836_368, null]) assertEquals(knownSha256(name, path, bytes), null);
  assertEquals(knownSha256("a/b", path, 113_836_369), null);
  const file = (bytes: number | null, at = path) => ({ path: at, bytes, sha256: null });
  assertEquals(referenceFor(name, [file(671, "config.json"), file(113_836_369)])?.tokens, [
    504,
    8567,
    2049,
    260,
  ]);
  assertEquals(referenceFor(name, [file(671, "config.json")]), null);
  assertEquals(referenceFor(name, [file(113_836_369), file(7, "onnx/other.onnx")]), null);
  assertEquals(referenceFor("a/b", [file(113_836_369)]), null);
});
