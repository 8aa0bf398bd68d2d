import type { ExperimentStore } from "@/lib/experiment/store/experiment_store.ts";
import { readConfig } from "@/lib/server/config.ts";
import type { LogEntry } from "@/lib/server/observe/log_entry.ts";
import { createSite } from "@/main.ts";

/** Asks the assembled site, without a port. */
export type Ask = (path: string, init?: RequestInit) => Promise<Response>;

/** The site with these environment variables and no others. */
export function siteWith(
  environment: Record<string, string> = {},
  log?: LogEntry[],
  store: ExperimentStore | null = null,
): Ask {
  const app = createSite(readConfig((name) => environment[name]), (entry) => log?.push(entry), store);
  return async (path, init) => await app(new Request(`http://site.test${path}`, init));
}

/** Sends a request whose path reaches the site as written: `Request` would resolve its dots. */
export async function askRaw(port: number, path: string): Promise<number> {
  const connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const request = `GET ${path} HTTP/1.1\r\nHost: site.test\r\nConnection: close\r\n\r\n`;
  await connection.write(new TextEncoder().encode(request));
  const text = await new Response(connection.readable).text();
  return Number(text.split(" ")[1]);
}
