import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { readSmallFile } from "@/lib/models/download/fetch_file.ts";
import { totalBytes } from "@/lib/models/hub/hosted_file.ts";
import { hubAddress } from "@/lib/models/hub/hub_address.ts";
import { ModelError, type ModelErrorCode } from "@/lib/models/model_provider.ts";
import { readRepository, repositoryDtypes, repositoryFiles } from "@/lib/models/hub/repository.ts";
import { testHost } from "../test_host.ts";

const LLAMA = {
  architectures: ["LlamaForCausalLM"],
  model_type: "llama",
  hidden_size: 576,
  intermediate_size: 1536,
  num_hidden_layers: 30,
  num_attention_heads: 9,
  num_key_value_heads: 3,
  max_position_embeddings: 8192,
  tie_word_embeddings: true,
  vocab_size: 49152,
};

type Files = Readonly<Record<string, string>>;

const GOOD: Files = {
  "config.json": JSON.stringify(LLAMA),
  "tokenizer.json": "{}",
  "tokenizer_config.json": '{"chat_template":"x"}',
  "onnx/model_q4.onnx": "weights",
  "onnx/model_fp16.onnx": "larger weights",
};

/** A folder in the hub's layout. */
function folder(files: Files) {
  return testHost((request) => {
    const path = decodeURIComponent(new URL(request.url).pathname).replace("/a/b/resolve/main/", "");
    const body = files[path];
    if (body === undefined) return new Response(null, { status: 404 });
    const headers = { "content-length": `${body.length}`, etag: `"${path}"` };
    return new Response(request.method === "HEAD" ? null : body, { headers });
  });
}

/** The real hub: an API that lists files with hashes, and files under the commit. */
function hub(files: Files) {
  const sha = "0123456789abcdef0123456789abcdef01234567";
  return testHost((request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/api/models/a/b/revision/main") {
      const siblings = Object.entries(files).map(([rfilename, body]) => ({
        rfilename,
        size: body.length,
        blobId: `blob ${rfilename}`,
        lfs: /\.(?:onnx|safetensors)$/.test(rfilename)
          ? { sha256: "5a".repeat(32), size: body.length }
          : undefined,
      }));
      return Response.json({ sha, tags: ["license:mit"], siblings });
    }
    const body = files[pathname.replace(`/a/b/resolve/${sha}/`, "")];
    return body === undefined ? new Response(null, { status: 404 }) : new Response(body);
  });
}

function read(url: string) {
  const signal = AbortSignal.timeout(20_000);
  return readRepository(hubAddress(url, "a/b", "main"), {
    fetch,
    signal,
    readFile: (url, file) => readSmallFile(url, file, { fetch, signal }),
  });
}

async function rejects(files: Files, code: ModelErrorCode, part: string): Promise<void> {
  await using host = folder(files);
  const error = await assertRejects(() => read(host.url), ModelError);
  assertEquals(error.code, code);
  assertStringIncludes(error.message, part);
}

Deno.test("readRepository() reads a folder in the hub's layout", async () => {
  await using host = folder(GOOD);
  const repository = await read(host.url);
  assertEquals(Object.keys(repository.weights).toSorted(), ["fp16", "q4"]);
  assertEquals(repository.contextLength, 8192);
  assertEquals(repository.vocabularySize, 49152);
  assertEquals(repository.parameters, 134_515_008);
  const files = repositoryFiles(repository, "q4");
  assertEquals(files.map((file) => file.path).toSorted(), [
    "config.json",
    "onnx/model_q4.onnx",
    "tokenizer.json",
    "tokenizer_config.json",
  ]);
  assertEquals(totalBytes(files), files.reduce((sum, { path }) => sum + GOOD[path]!.length, 0));
});

Deno.test("readRepository() reads the hub's API: commit, license and hashes without a request for each file", async () => {
  await using host = hub(GOOD);
  const repository = await read(host.url);
  assertEquals(repository.address.revision, "0123456789abcdef0123456789abcdef01234567");
  assertEquals(repository.license, "mit");
  assertEquals(repository.weights.q4?.[0]?.sha256, "5a".repeat(32));
  assertEquals(host.requests.map((request) => request.method), ["GET", "GET", "GET"]);
});

Deno.test("readRepository() lists safetensors with length and hash where this site's engine computes the model", async () => {
  const config = JSON.stringify({ ...LLAMA, rms_norm_eps: 1e-5, rope_theta: 10_000 });
  await using host = hub({ ...GOOD, "config.json": config, "model.safetensors": "as published" });
  const { weights } = await read(host.url);
  assertEquals(weights.safetensors?.map(({ path, bytes, sha256 }) => [path, bytes, sha256]), [
    ["model.safetensors", 12, "5a".repeat(32)],
  ]);
  await using other = hub({ ...GOOD, "model.safetensors": "as published" });
  assertEquals((await read(other.url)).weights.safetensors, undefined);
});

Deno.test("readRepository() does without an API where the host has none", async () => {
  await using host = folder(GOOD);
  assertEquals((await read(host.url)).contextLength, 8192);
});

Deno.test("readRepository() lists a graph's external data and a template of its own", async () => {
  await using host = folder({
    ...GOOD,
    "tokenizer_config.json": "{}",
    "chat_template.jinja": "x",
    "onnx/model_q4.onnx_data": "a",
    "onnx/model_q4.onnx_data_1": "b",
  });
  const paths = repositoryFiles(await read(host.url), "q4").map((file) => file.path);
  assertEquals(paths.slice(-4), [
    "chat_template.jinja",
    "onnx/model_q4.onnx",
    "onnx/model_q4.onnx_data",
    "onnx/model_q4.onnx_data_1",
  ]);
});

Deno.test("readRepository() says what a repository lacks", async () => {
  await rejects({}, "not_found", 'no model "a/b"');
  await rejects({ ...GOOD, "config.json": "<!doctype html>" }, "unsupported", "config.json is not");
  const masked = JSON.stringify({ ...LLAMA, architectures: ["BertForMaskedLM"], model_type: "bert" });
  await rejects({ ...GOOD, "config.json": masked }, "unsupported", "BertForMaskedLM");
  const translation = JSON.stringify({ model_type: "t5", is_encoder_decoder: true });
  await rejects({ ...GOOD, "config.json": translation }, "unsupported", "t5");
  const { "tokenizer.json": _tokenizer, ...noTokenizer } = GOOD;
  await rejects(noTokenizer, "unsupported", "tokenizer.json");
  const noWeights = Object.fromEntries(Object.entries(GOOD).filter(([path]) => !path.endsWith(".onnx")));
  await rejects(noWeights, "unsupported", "no ONNX weights");
});

Deno.test("readRepository() blames no spelling for a model of the catalog that a mirror does not hold", async () => {
  await using host = folder({});
  const asked = async (name: string) => {
    const address = hubAddress(host.url, name, "main");
    const { signal } = new AbortController();
    const readFile = () => Promise.resolve(null);
    const error = await assertRejects(() => readRepository(address, { fetch, signal, readFile }), ModelError);
    return [error.code, error.message.split(": ").at(-1)];
  };
  assertEquals(await asked("HuggingFaceTB/SmolLM2-135M-Instruct"), [
    "not_found",
    "choose one that this host holds",
  ]);
  assertEquals(await asked("a/b"), ["not_found", "check the spelling"]);
});

Deno.test("readRepository() takes a private repository for one that does not exist", async () => {
  await using host = testHost(() => new Response(null, { status: 401 }));
  const error = await assertRejects(() => read(host.url), ModelError);
  assertEquals(error.code, "not_found");
});

Deno.test("readRepository() says that the host cannot be reached", async () => {
  const offline = () => Promise.reject(new TypeError("Failed to fetch"));
  const options = { fetch: offline, signal: new AbortController().signal, readFile: offline };
  const address = hubAddress("https://hub.example", "a/b", "main");
  const error = await assertRejects(() => readRepository(address, options), ModelError);
  assertEquals(error.code, "download");
  assertStringIncludes(error.message, "hub.example");
});

Deno.test("hubAddress() lets nothing but a repository's address through", () => {
  for (const name of ["", "gpt2", "a/b/c", "../b", "a/..", "a/b?x", "a/b#", "a//b", "a/b\n", "a/ b", "é/b"]) {
    const error = attempt(() => hubAddress("https://hub.example", name, "main"));
    assertEquals(error instanceof ModelError && error.code, "not_found", name);
  }
  for (const revision of ["", "..", "a/../b", "a b", "a?b", "/a"]) {
    const error = attempt(() => hubAddress("https://hub.example", "a/b", revision));
    assertEquals(error instanceof ModelError && error.code, "not_found", revision);
  }
  const address = hubAddress("https://hub.example/", "onnx-community/Qwen2.5-0.5B-Instruct", "refs/pr/7");
  assertEquals(address.host, "https://hub.example");
});

Deno.test("repositoryDtypes() offers 16-bit floats only to a GPU that computes them", async () => {
  await using host = folder(GOOD);
  const repository = await read(host.url);
  const both = ["wasm", "webgpu"] as const;
  assertEquals(repositoryDtypes(repository, { backends: both, shaderF16: true }), ["q4", "fp16"]);
  assertEquals(repositoryDtypes(repository, { backends: both, shaderF16: false }), ["q4"]);
  assertEquals(repositoryDtypes(repository, { backends: ["wasm"], shaderF16: true }), ["q4"]);
});

function attempt(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

Deno.test("readRepository() hands on the small files that it read, so that a load does not ask again", async () => {
  await using host = folder(GOOD);
  const { common } = await read(host.url);
  const contents = Object.fromEntries(common.map(({ path, content }) => [path, content]));
  assertEquals(contents, {
    "config.json": GOOD["config.json"],
    "tokenizer.json": undefined,
    "tokenizer_config.json": GOOD["tokenizer_config.json"],
  });
});
