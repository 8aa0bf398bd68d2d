/**
 * Fetches a repository's config.json in the visitor's browser.
 *
 * @module
 */
import { hostOf } from "@/lib/experiment/host_of.ts";
import { pickCacheFields } from "@/lib/lm/kv_cache/config/pick_cache_fields.ts";
import { isRecord } from "@/lib/lm/kv_cache/config/record.ts";
import { baseUrl, hubAddress } from "@/lib/models/hub/hub_address.ts";
import { ModelError } from "@/lib/models/model_provider.ts";

/** The longest config.json that is read, in bytes. */
const LONGEST = 1_000_000;

/** A configuration's text, or why there is none. */
type FetchedConfig = { readonly config: string } | { readonly problem: string };

/**
 * Fetches a config.json and keeps the fields that decide the cache.
 *
 * @param host The model host's address.
 * @param repository `OWNER/NAME`.
 */
export async function fetchConfig(
  host: string,
  repository: string,
  fetcher: typeof fetch,
): Promise<FetchedConfig> {
  try {
    const response = await fetcher(`${baseUrl(hubAddress(host, repository, "main"))}config.json`, {
      credentials: "omit",
      referrerPolicy: "no-referrer",
    });
    if (!response.ok) {
      await response.body?.cancel();
      return { problem: refusal(repository, response.status) };
    }
    const text = await response.text();
    if (text.length > LONGEST) return { problem: `The config.json of ${repository} is too large to read.` };
    const config: unknown = JSON.parse(text);
    if (!isRecord(config)) return { problem: `The config.json of ${repository} is not a JSON object.` };
    return { config: JSON.stringify(pickCacheFields(config)) };
  } catch (error) {
    if (error instanceof ModelError) return { problem: `${error.message}.` };
    if (error instanceof SyntaxError) return { problem: `The config.json of ${repository} is not JSON.` };
    return { problem: `${hostName(host)} cannot be reached: check the connection and try again.` };
  }
}

function refusal(repository: string, status: number): string {
  if (status === 401 || status === 403) {
    return `${repository} is not open to everyone: open its page, accept its terms, and paste its config.json here.`;
  }
  if (status === 404) return `There is no config.json in ${repository}: check the name, or paste the file.`;
  return `The model host answered ${status}: try again later, or paste the file.`;
}

function hostName(host: string): string {
  return hostOf(host) ?? "The model host";
}
