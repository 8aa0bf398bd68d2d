import type { Context } from "hono";
import type { StoredExperiment } from "@/lib/experiment/store/stored_experiment.ts";
import { QueueFull } from "@/lib/server/limits/bounded_queue.ts";
import type { SiteEnv } from "@/lib/server/site.ts";
import type { SiteThreads } from "@/lib/server/threads/site_threads.ts";
import { ThreadReplaced } from "@/lib/server/threads/thread_slot.ts";

/** A request that no thread could answer: the server is busy, or the answer took too long. */
export class NotComputed extends Error {
  override readonly name = "NotComputed";
  /** Seconds after which it is worth asking again. */
  readonly retryAfter = 2;
}

/** What goes with a request to a thread. */
export interface Delegated {
  /** The body where it was read already. */
  readonly body?: Uint8Array<ArrayBuffer> | null;
  readonly experiment?: StoredExperiment | null;
  /** Address in place of the request's own. */
  readonly url?: string;
}

/**
 * Has a request answered by a thread.
 *
 * @param client Who asks.
 * @throws {NotComputed} If there is no place, or no answer in time.
 */
export async function delegate(
  c: Context<SiteEnv>,
  threads: SiteThreads,
  client: string,
  { body = null, experiment = null, url = c.req.raw.url }: Delegated = {},
): Promise<Response> {
  const { method, headers } = c.req.raw;
  try {
    const answer = await threads.answer(client, { method, url, headers: [...headers], body, experiment });
    const empty = method === "HEAD" || answer.body.byteLength === 0;
    const response = {
      status: answer.status,
      headers: answer.headers.map(([name, value]): [string, string] => [name, value]),
    };
    return new Response(empty ? null : answer.body, response);
  } catch (error) {
    if (error instanceof QueueFull || error instanceof ThreadReplaced) throw new NotComputed(error.message);
    throw error;
  }
}
