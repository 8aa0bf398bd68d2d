/** The labs' workers as a page starts them: each answers from a thread of its own, and does nothing in a page's. */
import { assertEquals } from "@std/assert";
import type { NgramReply, NgramRequest } from "@/lib/labs/ngram/protocol.ts";
import type { ScoreReply, ScoreRequest } from "@/lib/labs/score/protocol.ts";
import { DEFAULT_CONVENTION } from "@/lib/lm/loss/text/convention.ts";

const WORKERS = ["../../lib/labs/ngram/worker.ts", "../../lib/labs/score/worker.ts"] as const;

/** What a worker says to the messages, until one of it is the last. */
async function heard<Reply>(path: string, messages: readonly unknown[], isLast: (reply: Reply) => boolean) {
  const worker = new Worker(new URL(path, import.meta.url), { type: "module" });
  const replies: Reply[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  worker.onerror = (event) => (event.preventDefault(), reject(new Error(event.message)));
  worker.onmessage = ({ data }) => {
    replies.push(data);
    if (isLast(data)) resolve();
  };
  try {
    for (const message of messages) worker.postMessage(message);
    await promise;
    return replies;
  } finally {
    worker.terminate();
  }
}

Deno.test("a lab's worker that a page imports takes no messages of the page", async () => {
  const scope = globalThis as unknown as { onmessage?: unknown };
  const before = scope.onmessage;
  for (const path of WORKERS) await import(path);
  assertEquals(scope.onmessage, before);
});

Deno.test("the counting worker answers a request from its own thread", async () => {
  const question = { context: "a", smoothing: "none", test: "" } as unknown as NgramRequest["question"];
  const request: NgramRequest = {
    id: 7,
    settings: {} as NgramRequest["settings"],
    question,
    text: " ",
  };
  const replies = await heard<NgramReply>(WORKERS[0], [request], () => true);
  assertEquals(replies.map(({ kind, id }) => [kind, id]), [["failed", 7]]);
});

Deno.test("the scoring worker scores a text under counts of a corpus that it fetched once, in the order asked", async () => {
  let asked = 0;
  const server = Deno.serve({ port: 0, onListen: () => {} }, () => {
    asked++;
    return new Response("a b a b a b\n");
  });
  const corpus = { urls: [`http://127.0.0.1:${server.addr.port}/corpus.txt`], revision: "1" };
  const ask = (id: number, text: string): ScoreRequest => ({
    kind: "ask",
    id,
    model: "counts",
    sources: { corpus, shipped: {} } as unknown as (ScoreRequest & { kind: "ask" })["sources"],
    task: { kind: "score", text, convention: DEFAULT_CONVENTION, compare: false },
  });
  try {
    const messages = [ask(1, "a b"), ask(2, "b a"), { kind: "cancel", id: 2 }];
    const isLast = ({ kind, id }: ScoreReply) => id === 2 && (kind === "done" || kind === "failed");
    const replies = await heard<ScoreReply>(WORKERS[1], messages, isLast);
    assertEquals(replies.map(({ kind, id }) => [kind, id]), [["part", 1], ["done", 1], ["failed", 2]]);
    const last = replies.at(-1) as ScoreReply & { readonly kind: "failed" };
    assertEquals([last.isAbort, asked], [true, 1]);
  } finally {
    await server.shutdown();
  }
});
