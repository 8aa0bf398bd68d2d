/**
 * What the environment decides, read once.
 *
 * @module
 */

import type { StoreSettings } from "@/lib/experiment/store/open_store.ts";
import { readTrustedProxy, type TrustedProxy } from "@/lib/server/limits/client_address.ts";

/** Where models come from unless the environment says otherwise. */
const HUB = "https://huggingface.co/";

/** Hosts that the hub redirects a download to: a redirect must pass `connect-src` too. */
const HUB_SOURCES = ["https://huggingface.co", "https://*.huggingface.co", "https://*.hf.co"];

const MIB = 1_048_576;

/** Value of an environment variable by name. */
type Env = (name: string) => string | undefined;

/** The site's settings. */
export interface Config {
  /** Port to listen on. */
  readonly port: number;
  /** Folder in the hub's layout that is served under `/hub/`; null where models come from a host. */
  readonly modelMirror: string | null;
  /** Where the browser finds `OWNER/NAME/resolve/REVISION/FILE`: an address that ends in a slash. */
  readonly modelHost: string;
  /** CSP sources that a download may touch beside the site itself, redirects included. */
  readonly modelSources: readonly string[];
  /** Origin for absolute addresses, without a slash; null to take the request's. */
  readonly publicOrigin: string | null;
  /** API requests a minute and client; 0 for no limit. */
  readonly rateLimit: number;
  /** What a thread may compute for one request, in seconds; at least 1. */
  readonly threadSeconds: number;
  /** Proxies whose word on the client's address is taken. */
  readonly trustedProxy: TrustedProxy;
  /** Where experiments are kept, and how much of them. */
  readonly experiments: StoreSettings;
}

/**
 * Reads the settings.
 *
 * @param env Value of an environment variable by name.
 * @throws {TypeError} If an address cannot be parsed.
 * @throws {RangeError} If the port or a limit is not one.
 */
export function readConfig(env: Env): Config {
  const modelMirror = env("MODEL_MIRROR") || null;
  const host = env("MODEL_HOST") ? readOrigin("MODEL_HOST", env("MODEL_HOST")!) : null;
  const redirects = env("MODEL_HOST_REDIRECTS")?.split(/[\s,]+/).filter(Boolean).map(readSource) ?? [];
  const publicOrigin = env("PUBLIC_ORIGIN");
  return {
    port: readPort(env("PORT") || "8000"),
    modelMirror,
    modelHost: modelMirror ? "/hub/" : host?.href ?? HUB,
    modelSources: modelMirror ? [] : host ? [...sourcesOf(host), ...redirects] : HUB_SOURCES,
    publicOrigin: publicOrigin ? readOrigin("PUBLIC_ORIGIN", publicOrigin).origin : null,
    rateLimit: readCount(env, "RATE_LIMIT", 600, "API requests a minute and client, or 0 for no limit"),
    threadSeconds: readCount(env, "THREAD_SECONDS", 2, "the seconds of a request in a thread", 1),
    trustedProxy: readTrustedProxy(env("TRUSTED_PROXY")),
    experiments: readStoreSettings(env),
  };
}

/** On Deno Deploy the platform says so itself, and may have a database of its own. */
function readStoreSettings(env: Env): StoreSettings {
  const perDay = "experiments a client may store a day, or 0 for no limit";
  return {
    path: env("DENO_KV_PATH") || null,
    isManaged: Boolean(env("DENO_DEPLOYMENT_ID") || env("DENO_DEPLOY")),
    perDay: readCount(env, "EXPERIMENTS_PER_DAY", 200, perDay),
    totalBytes: readCount(env, "EXPERIMENTS_MIB", 512, "the MiB of all stored experiments") * MIB,
  };
}

function readPort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new RangeError(`Cannot listen on port "${text}": PORT must be an integer from 0 to 65535`);
  }
  return port;
}

function readCount(env: Env, name: string, initial: number, what: string, least = 0): number {
  const text = env(name) || `${initial}`;
  const count = Number(text);
  if (Number.isSafeInteger(count) && count >= least) return count;
  throw new RangeError(`Cannot use ${name} "${text}": give ${what}`);
}

function readOrigin(name: string, text: string): URL {
  const url = URL.parse(text.endsWith("/") ? text : `${text}/`);
  if (!url || !["http:", "https:"].includes(url.protocol)) {
    throw new TypeError(`Cannot use ${name} "${text}": it must be an http or https address`);
  }
  return url;
}

/** A source goes into a header: nothing but scheme, host and port may pass. */
function readSource(text: string): string {
  if (!/^https?:\/\/(\*\.)?[\w.-]+(:(\d+|\*))?$/.test(text)) {
    throw new TypeError(
      `Cannot use MODEL_HOST_REDIRECTS "${text}": it must be an origin such as "https://*.hf.co"`,
    );
  }
  return text;
}

/** The host itself on any port, and its subdomains where it has a name: where its own redirects lead. */
function sourcesOf(host: URL): string[] {
  const sources = [host.origin, `${host.protocol}//${host.hostname}:*`];
  const isAddress = /^[\d.]+$|^\[/.test(host.hostname);
  return isAddress ? sources : [...sources, `${host.protocol}//*.${host.hostname}:*`];
}
