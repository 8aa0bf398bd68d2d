/** What every answer of the site carries, whatever it is: pages, frames, API, files, pictures, failures. */
import { assert, assertEquals } from "@std/assert";
import { readConfig } from "@/lib/server/config.ts";
import { headersFor } from "@/lib/server/headers.ts";
import { createApp } from "@/routes/create_app.ts";
import { endpoints } from "@/routes/api/endpoints.ts";
import { pages } from "@/routes/mod.ts";

/** A request, the status that it gets, and what kind of answer that is. */
interface Case {
  readonly path: string;
  readonly status: number;
  readonly kind: "isolated" | "shared" | "framed";
  readonly init?: RequestInit;
}

const REPOSITORY = "OWNER/NAME/resolve/main";

const json = (body: unknown): RequestInit => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

function embedOf(path: string): string {
  return path === "/" ? "/embed/predictor" : `/embed${path}`;
}

function previewOf(path: string): string {
  return path === "/" ? "/preview/predictor" : `/preview${path}`;
}

function cases(): Case[] {
  const isolated = (path: string, status = 200, init?: RequestInit): Case => ({
    path,
    status,
    kind: "isolated",
    ...(init && { init }),
  });
  const shared = (path: string, status = 200, init?: RequestInit): Case => ({
    ...isolated(path, status, init),
    kind: "shared",
  });
  return [
    ...pages.map(({ path }) => isolated(path)),
    ...pages.filter(({ embed }) => embed).map(({ path }): Case => ({
      path: embedOf(path),
      status: 200,
      kind: "framed",
    })),
    ...pages.map(({ path }) => shared(previewOf(path))),
    ...["/healthz", "/robots.txt", "/sitemap.xml", "/favicon.ico", "/manifest.webmanifest"].map((path) =>
      isolated(path)
    ),
    ...["/static/shell.js", "/static/favicon.svg", "/static/fonts/inter-regular.ttf"].map((path) =>
      isolated(path)
    ),
    shared("/styles.css"),
    shared("/static/fonts/inter-variable.woff2"),
    isolated(`/hub/${REPOSITORY}/config.json`),
    isolated("/hub/api/models/OWNER/NAME/revision/main"),
    ...["/nothing-here", "/static/none.js", "/assets/none.js", "/ort/none", "/tfjs/none", "/hub/none"]
      .map((path) => isolated(path, 404)),
    shared("/preview/nothing", 404),
    shared("/api/v1/nothing", 404),
    shared("/api/v1/openapi.json"),
    ...endpoints.map(({ name }) => shared(`/api/v1/${name}`, 204, { method: "OPTIONS" })),
    shared("/api/v1/softmax", 200, json({ logits: [1, 2] })),
    shared("/api/v1/softmax", 200, json({ logits: new Array(500).fill(0.123) })),
    shared("/api/v1/softmax", 422, json({ logits: "no" })),
    shared("/api/v1/softmax", 400, { ...json(0), body: "{" }),
    shared("/api/v1/kv-cache?layers=1&kv_heads=1&head_dim=1&bytes_per_element=2&tokens=1&batch=1"),
    isolated("/softmax", 405, { method: "DELETE" }),
    shared("/api/v1/softmax", 405, { method: "DELETE" }),
    isolated("/fails", 500),
    shared("/api/v1/fails", 500),
  ];
}

/** What only a document obeys; the API's fast answers leave them out. */
const DOCUMENT_HEADERS = ["permissions-policy", "origin-agent-cluster", "x-frame-options"];

/** Names the headers that a page of another origin may read; only a fast answer that has none of them has not. */
const EXPOSED = "access-control-expose-headers";
const READABLE = ["location", "retry-after", "ratelimit-limit", "ratelimit-remaining", "ratelimit-reset"];

function checkHeaders({ path, kind, init }: Case, response: Response): void {
  const { headers } = response;
  const label = `${init?.method ?? "GET"} ${path} ${response.status}`;
  const type = headers.get("content-type") ?? "";
  const promised = headersFor(path.split("?")[0]!, type, readConfig(() => undefined));
  const isApi = path.startsWith("/api/");
  for (const [name, value] of Object.entries(promised)) {
    if (name === "content-security-policy" || (isApi && DOCUMENT_HEADERS.includes(name))) continue;
    const isFast = isApi && response.status === 200 && !READABLE.some((each) => headers.has(each));
    if (name === EXPOSED && isFast && !headers.has(name)) continue;
    assertEquals(headers.get(name), value, `${label} ${name}`);
  }
  const policy = headers.get("content-security-policy") ?? "";
  assert(policy.startsWith("default-src 'none'"), `${label} ${policy}`);
  assert(!policy.includes("unsafe-inline") && !policy.includes("'unsafe-eval'"), `${label} ${policy}`);
  assertEquals(headers.get("strict-transport-security"), "max-age=31536000", label);
  assertEquals(headers.get("referrer-policy"), "same-origin", label);
  assertEquals(headers.get("x-content-type-options"), "nosniff", label);
  checkIsolation(kind, headers, label);
  const frames = kind === "framed" ? "*" : "'none'";
  if (!/javascript/.test(type)) assert(policy.includes(`frame-ancestors ${frames}`), `${label} ${policy}`);
}

function checkIsolation(kind: Case["kind"], headers: Headers, label: string): void {
  const isolation = ["embedder-policy", "opener-policy", "resource-policy"]
    .map((name) => headers.get(`cross-origin-${name}`));
  const expected = kind === "isolated"
    ? ["require-corp", "same-origin", "same-origin"]
    : [null, null, "cross-origin"];
  assertEquals(isolation, expected, label);
}

Deno.test("every route sends the headers that headers.ts promises", async () => {
  const mirror = await Deno.makeTempDir();
  await Deno.mkdir(`${mirror}/${REPOSITORY}`, { recursive: true });
  await Deno.writeTextFile(`${mirror}/${REPOSITORY}/config.json`, "{}");
  const environment: Record<string, string> = { MODEL_MIRROR: mirror, RATE_LIMIT: "0" };
  const app = createApp(readConfig((name) => environment[name]), () => {});
  const fail = () => {
    throw new Error("on purpose");
  };
  app.get("/fails", fail).get("/api/v1/fails", fail);
  try {
    for (const each of cases()) {
      const response = await app.request(each.path, each.init);
      await response.body?.cancel();
      assertEquals(response.status, each.status, `${each.init?.method ?? "GET"} ${each.path}`);
      checkHeaders(each, response);
    }
  } finally {
    await Deno.remove(mirror, { recursive: true });
  }
});

Deno.test("what is for those who have the link is kept out of search", async () => {
  const app = createApp(readConfig(() => undefined), () => {});
  const robotsOf = async (path: string) => {
    const response = await app.request(path);
    await response.body?.cancel();
    return response.headers.get("x-robots-tag");
  };
  for (const path of ["/e/abc", "/embed/predictor", "/preview/predictor"]) {
    assertEquals(await robotsOf(path), "noindex", path);
  }
  for (const path of ["/", "/softmax", "/privacy"]) assertEquals(await robotsOf(path), null, path);
});

Deno.test("the site's fonts may be read from a frame of any origin", async () => {
  const app = createApp(readConfig(() => undefined), () => {});
  let fonts = 0;
  for await (const { name } of Deno.readDir(new URL("../../static/fonts", import.meta.url))) {
    if (!name.endsWith(".woff2")) continue;
    const response = await app.request(`/static/fonts/${name}`);
    await response.body?.cancel();
    assertEquals([response.status, response.headers.get("access-control-allow-origin")], [200, "*"], name);
    fonts++;
  }
  assert(fonts > 0, "there are fonts");
});
