/** transformers.js with its real tokenizer, fed from memory: nothing is asked of any network. */
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { AutoTokenizer, env } from "@huggingface/transformers";
import type { EngineFiles } from "@/lib/models/engine.ts";
import { endTokens, textCodec } from "@/lib/models/engine/text_codec.ts";
import {
  configureRuntime,
  MODEL_NAME,
  serveFiles,
  stopServing,
} from "@/lib/models/engine/transformers_runtime.ts";
import {
  TINY_CHAT_TEMPLATE,
  tinyEncode,
  tinyEncodeChat,
  tinyTokenizerConfig,
  tinyTokenizerJson,
} from "@/tests/fixtures/tiny_tokenizer.ts";
import { fakeSpec } from "../fake_spec.ts";

const SPEC = fakeSpec();

/** The parts of the web build's settings that are set. */
interface WasmSettings {
  wasmPaths?: unknown;
  numThreads?: number;
  proxy?: boolean;
}

/** Files in memory, with what was asked for. */
function filesOf(contents: Readonly<Record<string, unknown>>): EngineFiles & { readonly asked: string[] } {
  const asked: string[] = [];
  const get = (path: string) => {
    asked.push(path);
    const content = contents[path];
    return Promise.resolve(content === undefined ? null : new TextEncoder().encode(JSON.stringify(content)));
  };
  return { asked, get, forget: () => Promise.resolve() };
}

const TOKENIZER = { "tokenizer.json": tinyTokenizerJson(), "tokenizer_config.json": tinyTokenizerConfig(64) };

/** Sets the runtime up on a stand-in for the web build, whose settings it returns. */
function configure(): WasmSettings {
  const wasm: WasmSettings = {};
  Object.assign(env.backends.onnx, { wasm });
  configureRuntime(SPEC, 3);
  return wasm;
}

/** Runs while every request to a network fails. */
async function offline<T>(run: () => Promise<T>): Promise<T> {
  const { fetch } = globalThis;
  globalThis.fetch = (url) => Promise.reject(new Error(`Asked the network for ${url}`));
  try {
    return await run();
  } finally {
    globalThis.fetch = fetch;
  }
}

function loadTokenizer(files: EngineFiles) {
  configure();
  serveFiles(files, new Uint8Array());
  return offline(() => AutoTokenizer.from_pretrained(MODEL_NAME));
}

Deno.test("configureRuntime() refuses a build without WASM", () => {
  Object.assign(env.backends.onnx, { wasm: undefined });
  assertThrows(() => configureRuntime(SPEC, 1), TypeError, "not the web build");
});

Deno.test("configureRuntime() leaves no address but the site's: no hub, no CDN, no cache of the library's", () => {
  const wasm = configure();
  assertEquals(wasm, { wasmPaths: SPEC.wasmPaths, numThreads: 3, proxy: false });
  assertEquals([env.allowRemoteModels, env.allowLocalModels], [false, true]);
  assertEquals([env.useBrowserCache, env.useFSCache, env.useFS, env.useWasmCache], [
    false,
    false,
    false,
    false,
  ]);
});

Deno.test("serveFiles() feeds the library from memory, and asks for nothing else", async () => {
  const files = filesOf(TOKENIZER);
  const tokenizer = await loadTokenizer(files);
  assertEquals(tokenizer.encode("The package left the"), tinyEncode("The package left the"));
  assertEquals(files.asked.filter((path) => !path.startsWith("tokenizer")), []);
});

Deno.test("serveFiles() hands the graph over without a copy, and answers 404 for what is not there", async () => {
  configure();
  const graph = new Uint8Array(100);
  serveFiles(filesOf({}), graph);
  const response = await env.fetch("/engine-files/model/onnx/model_q4.onnx");
  assertEquals([response.status, response.headers.get("content-length")], [200, "100"]);
  assert(await response.arrayBuffer() === graph.buffer);
  const view = new Uint8Array(graph.buffer, 10, 20);
  serveFiles(filesOf({}), view);
  assertEquals(
    (await (await env.fetch("/engine-files/model/onnx/model_q4.onnx")).arrayBuffer()).byteLength,
    20,
  );
  const missing = await env.fetch("/engine-files/model/generation_config.json");
  assertEquals([missing.ok, missing.status], [false, 404]);
});

Deno.test("stopServing() forgets the files", async () => {
  configure();
  serveFiles(filesOf(TOKENIZER), new Uint8Array());
  stopServing();
  assertEquals((await env.fetch("/engine-files/model/tokenizer.json")).status, 404);
  await assertRejects(() => offline(() => AutoTokenizer.from_pretrained(MODEL_NAME)));
});

Deno.test("textCodec() encodes any text, without a begin token", async () => {
  const codec = textCodec(await loadTokenizer(filesOf(TOKENIZER)), null);
  const texts = [
    "The package left the",
    "",
    "é 🎉\n\n  x",
    "\u0000\u001b",
    "שלום مرحبا",
    "don't  stop",
    "a\r\n\tb",
  ];
  for (const text of texts) assertEquals(codec.encode(text), tinyEncode(text), JSON.stringify(text));
  assertEquals(codec.beginToken, null);
});

Deno.test("textCodec() reads lone surrogates as U+FFFD, alone and in a message", async () => {
  const codec = textCodec(await loadTokenizer(filesOf(TOKENIZER)), null);
  for (const text of ["left \ud83d the", "\udc00", "a\ud800"]) {
    assertEquals(codec.encode(text), tinyEncode(text.toWellFormed()));
    assertEquals(codec.encodeChat(text), tinyEncodeChat(text.toWellFormed()));
  }
});

Deno.test("textCodec() puts a message into the model's own template", async () => {
  const codec = textCodec(await loadTokenizer(filesOf(TOKENIZER)), null);
  assert(codec.hasChatTemplate);
  assertEquals(codec.encodeChat("left the"), tinyEncodeChat("left the"));
});

Deno.test("textCodec() takes the template of a file of its own, and has none where there is none", async () => {
  const { chat_template: _, ...config } = tinyTokenizerConfig(64) as Record<string, unknown>;
  const files = () => filesOf({ ...TOKENIZER, "tokenizer_config.json": config });
  const without = textCodec(await loadTokenizer(files()), null);
  assertEquals([without.hasChatTemplate, without.encodeChat("a")], [false, null]);
  const beside = textCodec(await loadTokenizer(files()), TINY_CHAT_TEMPLATE);
  assertEquals(beside.encodeChat("left the"), tinyEncodeChat("left the"));
});

Deno.test("textCodec() finds the begin token that a tokenizer puts in front", async () => {
  const template = {
    type: "TemplateProcessing",
    single: [{ SpecialToken: { id: "<|im_start|>", type_id: 0 } }, { Sequence: { id: "A", type_id: 0 } }],
    pair: [],
    special_tokens: { "<|im_start|>": { id: "<|im_start|>", ids: [1], tokens: ["<|im_start|>"] } },
  };
  const json = { ...tinyTokenizerJson() as Record<string, unknown>, post_processor: template };
  const codec = textCodec(await loadTokenizer(filesOf({ ...TOKENIZER, "tokenizer.json": json })), null);
  assertEquals(codec.beginToken, 1);
  assertEquals(codec.encode("left"), tinyEncode("left"), "encode() leaves it out");
});

Deno.test("endTokens() is the union of what the files call an end", () => {
  const sources = {
    config: { eos_token_id: 2 },
    generationConfig: { eos_token_id: [7, 2] },
    tokenizerEnd: 0,
  };
  assertEquals(endTokens(sources), [0, 2, 7]);
  assertEquals(endTokens({ config: {}, generationConfig: {}, tokenizerEnd: null }), []);
  const odd = {
    config: { eos_token_id: null },
    generationConfig: { eos_token_id: ["2", -1, 1.5] },
    tokenizerEnd: 3,
  };
  assertEquals(endTokens(odd), [3]);
});
