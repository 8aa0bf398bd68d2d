/**
 * The short way to an answer that was given before: a calculation's answer depends on its body alone, and a class
 * sends the same example thirty times.
 *
 * @module
 */
import { type AnswerMemory, createAnswerMemory } from "@/lib/server/answer_memory.ts";
import type { Config } from "@/lib/server/config.ts";
import type { LogEntry } from "@/lib/server/observe/log_entry.ts";
import type { SiteBindings } from "@/lib/server/site.ts";
import type { Endpoint } from "@/routes/api/endpoint.ts";
import { rateHeaders, type RequestLimiter } from "@/routes/api/rate_limit.ts";
import { decodeBody, inTime } from "@/routes/api/read_json.ts";
import { RequestProblem } from "@/routes/api/request_problem.ts";
import { BASE, fixedHeaders, JSON_TYPE } from "@/routes/api/response_headers.ts";

/** The longest body that is remembered, in bytes. */
const LONGEST_BODY = 4096;
/** Characters of bodies and answers that are remembered at most of one endpoint: 1 to 2 MB. */
const MAX_CHARACTERS = 1_000_000;

/** What a server calls for each request. */
export type Fetch = (request: Request, bindings?: SiteBindings) => Response | Promise<Response>;

/** What the short way needs. */
interface QuickAnswersOptions {
  readonly endpoints: readonly Endpoint[];
  readonly config: Config;
  /** Counts one request of a client, together with all that go on to the site. */
  readonly take: RequestLimiter;
  readonly log: (entry: LogEntry) => void;
  /** Milliseconds from an arbitrary start. */
  readonly now: () => number;
}

/**
 * Puts the short way before a site: a POST whose body was answered before is answered from memory, with the same
 * headers, rate limit and log line. Everything else goes on to the site, with what was read and counted already.
 */
export function quickAnswers(site: Fetch, { endpoints, config, take, log, now }: QuickAnswersOptions): Fetch {
  const pure = endpoints.filter(({ isPure }) => isPure);
  const memories = new Map(pure.map(({ name }) => [`${BASE}/${name}`, createAnswerMemory(MAX_CHARACTERS)]));
  const fixed = fixedHeaders(config).post;

  async function answer(
    request: Request,
    bindings: SiteBindings | undefined,
    path: string,
    memory: AnswerMemory,
  ): Promise<Response> {
    const start = now();
    const rate = take(request.headers, bindings);
    if (rate?.allowed === false) return await site(request, { ...bindings, quick: { rate } });
    let bytes: Uint8Array<ArrayBuffer>;
    try {
      bytes = new Uint8Array(await inTime(request.arrayBuffer()));
    } catch (error) {
      if (!(error instanceof RequestProblem)) throw error;
      return await site(request, { ...bindings, quick: { rate, late: true } });
    }
    const body = decodeBody(bytes);
    if (body === null) return await site(request, { ...bindings, quick: { rate, bytes } });
    const known = memory.get(body);
    if (known === null) {
      const remember = (json: string) =>
        memory.set(body, { json, response: new Response(json, { headers: fixed }) });
      return await site(request, { ...bindings, quick: { rate, bytes, remember } });
    }
    log({ level: "info", method: "POST", route: path, status: 200, milliseconds: since(start) });
    if (rate === null) return known.response.clone();
    return new Response(known.json, { headers: { ...fixed, ...rateHeaders(rate) } });
  }

  function since(start: number): number {
    return Math.round((now() - start) * 10) / 10;
  }

  return (request, bindings) => {
    if (request.method !== "POST") return site(request, bindings);
    const path = pathOf(request.url);
    const memory = memories.get(path);
    return memory !== undefined && isShortJson(request.headers)
      ? answer(request, bindings, path, memory)
      : site(request, bindings);
  };
}

/** What follows the host, as written. */
function pathOf(url: string): string {
  return url.slice(url.indexOf("/", url.indexOf("//") + 2));
}

function isShortJson(headers: Headers): boolean {
  if (headers.get("content-type") !== JSON_TYPE) return false;
  const length = headers.get("content-length");
  return length !== null && Number(length) <= LONGEST_BODY;
}
