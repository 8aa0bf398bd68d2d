/**
 * The one place where a request's host and path are judged: behind it routing, caching and links read the same address.
 *
 * @module
 */
import { headersFor } from "@/lib/server/headers.ts";
import type { Config } from "@/lib/server/config.ts";

/** A name or an IPv6 address, and a port: RFC 3986 without user, and without what only some parsers take. */
const HOST = /^(?:[a-z\d_-]{1,63}(?:\.[a-z\d_-]{1,63}){0,126}\.?|\[[\da-f:.]{2,45}\])(?::(\d{1,5}))?$/i;

const MAX_HOST = 255;
const MAX_PORT = 65_535;

/** A path that every parser reads alike: no backslash, fragment, white space, dot segment or escaped dot. */
const PLAIN_PATH = /^\/[\w~!$&'()*+,;=:@%./?-]*$/;
const DOTS = /\/\.|%2e|\/\//i;

/** Methods that no request can be made with again; with a plain path they are not allowed either. */
const UNKNOWN_METHOD = /^(?:CONNECT|TRACE|TRACK)$/i;

const IS_READ = /^(?:GET|HEAD)$/i;

/**
 * Judges a request.
 *
 * @returns The request, with its path as the URL standard reads it; null where its host or its address is none.
 */
export function judgeRequest(request: Request): Request | null {
  const { url } = request;
  const start = url.indexOf("//") + 2;
  const slash = url.indexOf("/", start);
  const end = slash < 0 ? url.length : slash;
  const host = url.slice(start, end);
  const named = request.headers.get("host");
  if (!isKnown(host) || (named !== null && named !== host && !isKnown(named))) return null;
  const path = url.slice(end);
  if (PLAIN_PATH.test(path) && !DOTS.test(path)) return request;
  const parsed = URL.parse(url);
  if (parsed === null || UNKNOWN_METHOD.test(request.method)) return null;
  parsed.hash = "";
  if (parsed.href === url) return request;
  const { method, headers } = request;
  // A method in small letters may come with a body that no such request may have.
  return new Request(parsed, IS_READ.test(method) ? { method, headers } : request);
}

/** The host that was judged last: nearly all requests name the same, and judging takes a tenth of a small answer. */
let lastHost = "";

function isKnown(host: string): boolean {
  if (host === lastHost) return true;
  if (!isHost(host)) return false;
  lastHost = host;
  return true;
}

/** Whether a text is what the header Host may hold. */
export function isHost(text: string): boolean {
  const match = text.length > MAX_HOST ? null : HOST.exec(text);
  if (match === null || Number(match[1] ?? 0) > MAX_PORT) return false;
  // A name of digits and dots that is no address is none: the URL standard says which.
  return !/[\d\][]$/.test(text.replace(/:\d+$/, "")) || URL.canParse(`http://${text}`);
}

const REFUSAL = "The header Host names no host, or the address is none.\n";

/** What a request is answered that {@linkcode judgeRequest} refuses; it is not written into the log. */
export function hostRefusal(config: Config): Response {
  const type = "text/plain; charset=UTF-8";
  const headers = { ...headersFor("/", type, config), "content-type": type, "cache-control": "no-store" };
  return new Response(REFUSAL, { status: 400, headers });
}
