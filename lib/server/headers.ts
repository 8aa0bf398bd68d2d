/**
 * The headers that keep a page isolated and honest about where it may connect to.
 *
 * @module
 */
import type { MiddlewareHandler } from "hono";
import { isDevelopment } from "@/lib/server/assets/bundle.ts";
import type { Config } from "@/lib/server/config.ts";
import { isEmbed } from "@/lib/server/embed.ts";
import type { SiteEnv } from "@/lib/server/site.ts";

/** What kind of answer a policy is for. */
export type Kind = "page" | "embed" | "script" | "data";

type Directives = Readonly<Record<string, readonly string[]>>;

const EVERYWHERE: Readonly<Record<string, string>> = {
  "origin-agent-cluster": "?1",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  // An address holds the visitor's text, so no other site is told it.
  "referrer-policy": "same-origin",
  "strict-transport-security": "max-age=31536000",
  "x-content-type-options": "nosniff",
};

/** Cross-origin isolation: WASM threads need it, on the page and on the scripts of its workers. */
const ISOLATED: Readonly<Record<string, string>> = {
  "cross-origin-embedder-policy": "require-corp",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

/** Anyone may show it; what anyone may show cannot be isolated. */
const SHARED: Readonly<Record<string, string>> = { "cross-origin-resource-policy": "cross-origin" };

/** For those who have the link: an experiment that someone stored, the picture of one, a page in a frame. */
const UNLISTED = /^\/(e|embed|preview)\//;

/** Programs of any origin may ask, without credentials. */
const OPEN: Readonly<Record<string, string>> = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers":
    "Location, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset",
};

/** Sets the security headers of every answer. */
export function securityHeaders(config: Config): MiddlewareHandler<SiteEnv> {
  return async (c, next) => {
    await next();
    const path = new URL(c.req.url).pathname;
    const headers = headersFor(path, c.res.headers.get("content-type") ?? "", config);
    for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value);
  };
}

/**
 * Security headers of an answer.
 *
 * @param path Path of the request.
 * @param contentType Content type of the answer.
 */
export function headersFor(path: string, contentType: string, config: Config): Record<string, string> {
  const kind = kindOf(path, contentType);
  return {
    ...EVERYWHERE,
    ...(kind === "embed" || isPublicData(path) ? SHARED : ISOLATED),
    ...(/^\/(api\/)?v1\//.test(path) ? OPEN : {}),
    ...(isFont(path) ? { "access-control-allow-origin": "*" } : {}),
    ...(kind === "embed" ? {} : { "x-frame-options": "DENY" }),
    ...(UNLISTED.test(path) ? { "x-robots-tag": "noindex" } : {}),
    "content-security-policy": formatPolicy(policyFor(kind, config)),
  };
}

function kindOf(path: string, contentType: string): Kind {
  if (contentType.startsWith("text/javascript")) return "script";
  if (!contentType.startsWith("text/html")) return "data";
  return isEmbed(path) ? "embed" : "page";
}

/**
 * The API is open to all, a picture is for other sites, a stylesheet and its fonts must reach an embed without an origin,
 * and a page that embeds one may take the script that gives its frame its height.
 */
function isPublicData(path: string): boolean {
  return /^\/(api|v1|preview)\//.test(path) || path.endsWith(".css") ||
    isFont(path) || path === "/static/embed.js";
}

function isFont(path: string): boolean {
  return path.startsWith("/static/fonts/") && path.endsWith(".woff2");
}

/** The content security policy of one kind of answer. */
function policyFor(kind: Kind, config: Config): Directives {
  const connect = ["'self'", ...config.modelSources, ...(isDevelopment ? ["ws:"] : [])];
  if (kind === "data") return { "default-src": ["'none'"], "frame-ancestors": ["'none'"] };
  // A worker is bound by the policy of its own script, not of the page: only there may WebAssembly compile.
  const script = { "script-src": ["'self'", ...(kind === "script" ? ["'wasm-unsafe-eval'"] : [])] };
  const common = { "default-src": ["'none'"], ...script, "worker-src": ["'self'"], "connect-src": connect };
  if (kind === "script") return common;
  return {
    ...common,
    "style-src": ["'self'", ...(isDevelopment ? ["'unsafe-inline'"] : [])],
    "img-src": ["'self'", "data:", "blob:"],
    "font-src": ["'self'"],
    "manifest-src": ["'self'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": [kind === "embed" ? "*" : "'none'"],
  };
}

function formatPolicy(directives: Directives): string {
  return Object.entries(directives).map(([name, sources]) => `${name} ${sources.join(" ")}`).join("; ");
}
