/**
 * The headers that every answer of the API has, made once.
 *
 * @module
 */
import type { Config } from "@/lib/server/config.ts";
import { headersFor } from "@/lib/server/headers.ts";

/** Path below which the API is. */
export const BASE = "/api/v1";
/** Content type of its answers. */
export const JSON_TYPE = "application/json";

/** An answer to a POST depends on its body, and may repeat a visitor's text. */
const PRIVATE = "no-store";
/** An answer to a GET depends on its address alone. */
export const SHARED = "public, max-age=3600";

/** What only a document obeys: an answer of the API is never shown as one. */
const DOCUMENT_HEADERS = ["origin-agent-cluster", "permissions-policy", "x-frame-options"];
/** Says which other headers a page may read: an answer that has none leaves it out, since each costs time. */
const EXPOSED = "access-control-expose-headers";

/** Headers by name. */
export type FixedHeaders = Readonly<Record<string, string>>;

/** The headers of an answer to a GET and to a POST, without those that tell of a rate limit. */
export function fixedHeaders(config: Config): { readonly get: FixedHeaders; readonly post: FixedHeaders } {
  const all = Object.entries(headersFor(`${BASE}/`, JSON_TYPE, config))
    .filter(([name]) => name !== EXPOSED && !DOCUMENT_HEADERS.includes(name));
  const shared = { ...Object.fromEntries(all), "content-type": JSON_TYPE };
  return { get: { ...shared, "cache-control": SHARED }, post: { ...shared, "cache-control": PRIVATE } };
}
