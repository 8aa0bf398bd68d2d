import { assertEquals, assertRejects } from "@std/assert";
import { Hono } from "hono";
import { QueueFull } from "@/lib/server/limits/bounded_queue.ts";
import type { SiteEnv } from "@/lib/server/site.ts";
import { delegate, type Delegated, NotComputed } from "@/lib/server/threads/delegate.ts";
import type { SiteAnswer, SiteJob } from "@/lib/server/threads/site_job.ts";
import type { SiteThreads } from "@/lib/server/threads/site_threads.ts";
import { ThreadReplaced } from "@/lib/server/threads/thread_slot.ts";

/** What a thread is asked for a request, and what the request is answered with. */
async function asked(answer: () => Promise<SiteAnswer>, init: RequestInit = {}, delegated?: Delegated) {
  const jobs: [string, SiteJob][] = [];
  const threads = {
    answer: (client: string, job: SiteJob) => (jobs.push([client, job]), answer()),
  } as unknown as SiteThreads;
  let outcome: Promise<Response> | null = null;
  const app = new Hono<SiteEnv>();
  app.all("*", async (c) => {
    outcome = delegate(c, threads, "someone", delegated);
    await outcome.catch(() => {});
    return c.text("");
  });
  await app.request("http://site.test/softmax?a=1", init);
  return { jobs, outcome: outcome! as Promise<Response> };
}

const answered = (text: string, status = 200): () => Promise<SiteAnswer> => () =>
  Promise.resolve({
    status,
    headers: [["x-made", "there"]] as [string, string][],
    body: new TextEncoder().encode(text).buffer as ArrayBuffer,
  });

Deno.test("delegate() hands a request on as it is, and its answer back as it came", async () => {
  const { jobs, outcome } = await asked(answered("made", 201), { headers: { accept: "text/html" } });
  const response = await outcome;
  assertEquals([response.status, response.headers.get("x-made"), await response.text()], [
    201,
    "there",
    "made",
  ]);
  assertEquals(jobs, [["someone", {
    method: "GET",
    url: "http://site.test/softmax?a=1",
    headers: [["accept", "text/html"]],
    body: null,
    experiment: null,
  }]]);
  const body = new Uint8Array([1]);
  const other = await asked(answered(""), { method: "POST" }, { body, url: "http://site.test/other" });
  assertEquals([other.jobs[0]![1].body, other.jobs[0]![1].url], [body, "http://site.test/other"]);
  assertEquals((await other.outcome).body, null, "nothing has no body");
  assertEquals((await (await asked(answered("made"), { method: "HEAD" })).outcome).body, null);
});

Deno.test("delegate() says that nothing was computed where there is no place or no answer in time, and hides no other failure", async () => {
  for (const error of [new QueueFull("64 are waiting"), new ThreadReplaced("more than 300 ms")]) {
    const { outcome } = await asked(() => Promise.reject(error));
    const { message, retryAfter } = await assertRejects(() => outcome, NotComputed);
    assertEquals([message, retryAfter], [error.message, 2]);
  }
  const { outcome } = await asked(() => Promise.reject(new TypeError("a fault")));
  await assertRejects(() => outcome, TypeError, "a fault");
});
