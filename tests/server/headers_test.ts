import { assert, assertEquals } from "@std/assert";
import { readConfig } from "@/lib/server/config.ts";
import { headersFor } from "@/lib/server/headers.ts";
import { pages } from "@/routes/mod.ts";
import { siteWith } from "./site_under_test.ts";

const HUB = "https://huggingface.co https://*.huggingface.co https://*.hf.co";

const ON_ALL = {
  "referrer-policy": "same-origin",
  "strict-transport-security": "max-age=31536000",
  "x-content-type-options": "nosniff",
  "origin-agent-cluster": "?1",
};

const ISOLATED = {
  "cross-origin-embedder-policy": "require-corp",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "x-frame-options": "DENY",
};

/** Path and content type of an answer, and directives that its policy must have. */
const POLICIES: readonly [string, string, Record<string, string>][] = [
  ["/", "text/html; charset=UTF-8", {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "connect-src": `'self' ${HUB}`,
    "worker-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
  }],
  ["/embed/predictor", "text/html; charset=UTF-8", { "script-src": "'self'", "frame-ancestors": "*" }],
  ["/assets/worker-1.js", "text/javascript; charset=utf-8", {
    "script-src": "'self' 'wasm-unsafe-eval'",
    "connect-src": `'self' ${HUB}`,
    "worker-src": "'self'",
  }],
  ["/ort/1/glue.mjs", "text/javascript; charset=utf-8", { "script-src": "'self' 'wasm-unsafe-eval'" }],
  ["/ort/1/glue.wasm", "application/wasm", { "default-src": "'none'" }],
  ["/api/v1/softmax", "application/json", { "default-src": "'none'", "frame-ancestors": "'none'" }],
  ["/static/favicon.svg", "image/svg+xml", { "default-src": "'none'" }],
];

function directives(policy: string): Record<string, string> {
  return Object.fromEntries(
    policy.split("; ").map((directive) => {
      const [name = "", ...sources] = directive.split(" ");
      return [name, sources.join(" ")];
    }),
  );
}

Deno.test("headersFor() gives each kind of answer its policy", () => {
  for (const [path, type, expected] of POLICIES) {
    const policy = headersFor(path, type, readConfig(() => undefined))["content-security-policy"] ?? "";
    for (const [name, sources] of Object.entries(expected)) {
      assertEquals(directives(policy)[name], sources, `${path} ${name}`);
    }
  }
});

Deno.test("headersFor() never allows inline code, eval, or WebAssembly on a page", () => {
  for (const [path, type] of POLICIES) {
    const policy = headersFor(path, type, readConfig(() => undefined))["content-security-policy"] ?? "";
    assert(!policy.includes("'unsafe-inline'") && !/ 'unsafe-eval'/.test(policy), path);
    if (type.startsWith("text/html")) assert(!policy.includes("wasm-unsafe-eval"), path);
  }
});

Deno.test("headersFor() lets pages connect to the configured model host and no other", () => {
  const connect = (environment: Record<string, string>) => {
    const headers = headersFor("/", "text/html", readConfig((name) => environment[name]));
    return directives(headers["content-security-policy"] ?? "")["connect-src"];
  };
  assertEquals(connect({ MODEL_MIRROR: "/models" }), "'self'");
  assertEquals(
    connect({ MODEL_HOST: "http://127.0.0.1:9000", MODEL_HOST_REDIRECTS: "http://localhost:9001" }),
    "'self' http://127.0.0.1:9000 http://127.0.0.1:* http://localhost:9001",
  );
});

/** Every address without a parameter, and one that does not exist. */
function addresses(): string[] {
  const fixed = [
    "/healthz",
    "/robots.txt",
    "/sitemap.xml",
    "/favicon.ico",
    "/manifest.webmanifest",
    "/styles.css",
  ];
  return [
    ...pages.map(({ path }) => path),
    ...fixed,
    "/nothing-here",
    "/static/nothing.js",
    "/api/v1/nothing",
  ];
}

Deno.test("every route isolates its answer and sends the security headers", async () => {
  const ask = siteWith();
  for (const path of addresses()) {
    const response = await ask(path);
    await response.body?.cancel();
    const isShared = path.startsWith("/api/") || path === "/styles.css";
    const expected = isShared ? ON_ALL : { ...ON_ALL, ...ISOLATED };
    for (const [name, value] of Object.entries(expected)) {
      assertEquals(response.headers.get(name), value, `${path} ${name}`);
    }
    assert(response.headers.has("content-security-policy"), path);
    assert(response.headers.has("permissions-policy"), path);
    assert(response.headers.has("cache-control"), `${path} cache-control`);
  }
});

Deno.test("embeds may be framed by anyone and are not isolated", async () => {
  const ask = siteWith();
  for (const path of pages.filter(({ embed }) => embed).map(({ path }) => path)) {
    const response = await ask(path === "/" ? "/embed/predictor" : `/embed${path}`);
    await response.body?.cancel();
    assertEquals(response.status, 200, path);
    assertEquals(response.headers.get("x-frame-options"), null, path);
    assertEquals(response.headers.get("cross-origin-opener-policy"), null, path);
    assertEquals(response.headers.get("cross-origin-embedder-policy"), null, path);
    assertEquals(response.headers.get("cross-origin-resource-policy"), "cross-origin", path);
  }
});
