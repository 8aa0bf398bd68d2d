import { assert, assertEquals, assertMatch } from "@std/assert";
import { contentHash } from "@/lib/server/assets/content_hash.ts";
import { ROOT } from "@/lib/server/root.ts";
import { staticUrl } from "@/lib/server/assets/static_url.ts";
import { createSite } from "@/main.ts";
import { readConfig } from "@/lib/server/config.ts";
import { askRaw, siteWith } from "../site_under_test.ts";

const FILE = "shell.js";

async function withMirror(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${folder}/mirror/owner/name/resolve/main/onnx`, { recursive: true });
    await Deno.writeTextFile(`${folder}/mirror/owner/name/resolve/main/config.json`, '{"model_type":"gpt2"}');
    await Deno.writeTextFile(`${folder}/mirror/owner/name/resolve/main/onnx/model.onnx`, "0123456789");
    await Deno.writeTextFile(`${folder}/mirror/README.md`, "not a model file");
    await Deno.writeTextFile(`${folder}/secret.txt`, "secret");
    await Deno.symlink(`${folder}/secret.txt`, `${folder}/mirror/owner/name/resolve/main/link.json`);
    await test(`${folder}/mirror`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("GET /static/FILE is immutable only under the address that names its content", async () => {
  const ask = siteWith();
  const versioned = await ask(staticUrl(FILE));
  assertEquals(versioned.headers.get("cache-control"), "public, max-age=31536000, immutable, no-transform");
  assertEquals(await versioned.text(), await Deno.readTextFile(`${ROOT}/static/${FILE}`));
  for (const path of [`/static/${FILE}`, `/static/${FILE}?v=000000000000`]) {
    const other = await ask(path);
    assertEquals(
      other.headers.get("cache-control"),
      "public, max-age=0, must-revalidate, no-transform",
      path,
    );
    await other.body?.cancel();
  }
});

Deno.test("GET /static/FILE has the content's hash as its tag and answers 304 to it", async () => {
  const ask = siteWith();
  const tag = `"${contentHash(`${ROOT}/static/${FILE}`).slice(0, 32)}"`;
  const response = await ask(`/static/${FILE}`, { headers: { "if-none-match": tag } });
  assertEquals([response.status, response.headers.get("etag")], [304, tag]);
});

Deno.test("HEAD of a file has the length and no body", async () => {
  const response = await siteWith()(`/static/${FILE}`, { method: "HEAD" });
  const { size } = await Deno.stat(`${ROOT}/static/${FILE}`);
  assertEquals([response.status, response.body], [200, null]);
  assertEquals(response.headers.get("content-length"), String(size));
});

Deno.test("missing files are real 404s in plain text", async () => {
  const ask = siteWith();
  for (
    const path of [
      "/static/none.js",
      "/assets/none.js",
      "/ort/1/none.wasm",
      "/hub/a/b/resolve/main/config.json",
    ]
  ) {
    const response = await ask(path);
    assertEquals(response.status, 404, path);
    assertMatch(response.headers.get("content-type") ?? "", /^text\/plain/);
    assertEquals(response.headers.get("cache-control"), "no-store");
    await response.body?.cancel();
  }
});

Deno.test("no address leads outside of the folders that are served", async () => {
  const app = createSite(readConfig(() => undefined), () => {});
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    (request) => app(request),
  );
  const paths = [
    "/static/../main.ts",
    "/static/%2e%2e/main.ts",
    "/static/..%2fmain.ts",
    "/static/..%5cmain.ts",
    "/static//etc/passwd",
    "/static/%2fetc/passwd",
    "/static/shell.js%00.txt",
    "/assets/../.vite/manifest.json",
    "/assets/.vite/manifest.json",
    "/assets/../../deno.json",
    "/hub/../deno.json",
  ];
  for (const path of paths) assertEquals(await askRaw(server.addr.port, path), 404, path);
  await server.shutdown();
});

Deno.test("GET /hub serves the mirror's model files with length, tag and ranges", () =>
  withMirror(async (folder) => {
    const ask = siteWith({ MODEL_MIRROR: folder });
    const config = await ask("/hub/owner/name/resolve/main/config.json");
    assertEquals(await config.json(), { model_type: "gpt2" });
    const head = await ask("/hub/owner/name/resolve/main/onnx/model.onnx", { method: "HEAD" });
    assertEquals(head.headers.get("content-length"), "10");
    assertEquals(head.headers.get("content-type"), "application/octet-stream");
    assertMatch(head.headers.get("etag") ?? "", /^".+"$/);
    const part = await ask("/hub/owner/name/resolve/main/onnx/model.onnx", {
      headers: { range: "bytes=3-5" },
    });
    assertEquals([part.status, await part.text()], [206, "345"]);
  }));

Deno.test("GET /hub/api lists a repository's files as the hub's API does, and no link that leads out", () =>
  withMirror(async (folder) => {
    const ask = siteWith({ MODEL_MIRROR: folder });
    const { id, siblings } = await (await ask("/hub/api/models/owner/name/revision/main?blobs=true")).json();
    assertEquals(id, "owner/name");
    const paths = siblings.map((file: { rfilename: string }) => file.rfilename).toSorted();
    assertEquals(paths, ["config.json", "onnx/model.onnx"]);
    assert(siblings.every(({ size }: { size: number }) => size > 0));
    for (const name of ["owner/none", "owner/..", "..%2f..%2fetc/x", "owner%2fname/resolve"]) {
      const response = await ask(`/hub/api/models/${name}/revision/main`);
      assertEquals(response.status, 404, name);
      await response.body?.cancel();
    }
  }));

Deno.test("GET /hub serves nothing else", () =>
  withMirror(async (folder) => {
    const ask = siteWith({ MODEL_MIRROR: folder });
    const paths = [
      "/hub/README.md",
      "/hub/owner/name",
      "/hub/owner/name/resolve/main/",
      "/hub/owner/name/resolve/main/none.json",
      "/hub/owner/name/resolve/main/link.json",
      "/hub/owner/name/resolve/main/..%2f..%2f..%2f..%2fREADME.md",
    ];
    for (const path of paths) {
      const response = await ask(path);
      assertEquals(response.status, 404, path);
      await response.body?.cancel();
    }
  }));

Deno.test("pages announce the mirror as the model host", () =>
  withMirror(async (folder) => {
    const html = await (await siteWith({ MODEL_MIRROR: folder })("/privacy")).text();
    assertMatch(html, /<meta name="model-host" content="\/hub\/"\/>/);
    const hub = await (await siteWith()("/privacy")).text();
    assertMatch(hub, /<meta name="model-host" content="https:\/\/huggingface.co\/"\/>/);
  }));
