import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { signal } from "@preact/signals";
import { initialState } from "@/lib/experiment/codec.ts";
import { NGRAM_FIELDS, type NgramQuery } from "@/lib/experiment/fields/ngram_fields.ts";
import { type CountingPort, type CountingTask, createCounting } from "@/lib/labs/ngram/counting.ts";
import { createNgramLab } from "@/lib/labs/ngram/ngram_lab.ts";
import { corpusSource, ngramQuestion, SIX_MESSAGES, studySettings } from "@/lib/labs/ngram/ngram_request.ts";
import type { NgramReply, NgramRequest } from "@/lib/labs/ngram/protocol.ts";
import { serveNgram } from "@/lib/labs/ngram/serve_ngram.ts";

const QUERY = initialState(NGRAM_FIELDS);

function request(
  changes: Partial<NgramQuery> = {},
  text: string | null = SIX_MESSAGES,
  id = 1,
): NgramRequest {
  const query = { ...QUERY, ...changes };
  return { id, text, settings: studySettings(query), question: ngramQuestion(query) };
}

function kindsOf(replies: readonly NgramReply[]): string {
  return replies.filter(({ kind }) => kind !== "progress")
    .map((reply) => reply.kind === "view" ? reply.complete ? "complete" : "view" : reply.kind).join(" ");
}

function messageOf(reply: NgramReply | undefined): string {
  return reply?.kind === "failed" ? reply.message : "";
}

Deno.test("serveNgram() answers at once, then with what takes longer, and measures no more often than it must", () => {
  const replies: NgramReply[] = [];
  const serve = serveNgram((reply) => replies.push(reply));
  const ask = (changes: Partial<NgramQuery>, text: string | null = null) => {
    replies.length = 0;
    serve(request(changes, text));
    return kindsOf(replies);
  };
  assertEquals(ask({}, SIX_MESSAGES), "view complete");
  assertEquals(ask({ context: "package left" }), "complete", "the same held-out sentences");
  assertEquals(ask({ smoothing: "kneser_ney" }), "view complete");
  assertEquals(ask({ order: 3 }), "view complete");
  assertEquals(ask({}, "a b\na c\n"), "view complete");
  const last = replies.at(-1)!;
  assert(last.kind === "view" && last.view.sentences === 2);
});

Deno.test("serveNgram() reports how far it is", () => {
  const replies: NgramReply[] = [];
  const text = Array.from({ length: 30_000 }, (_, i) => `w${i % 700} x${i % 900}`).join("\n");
  serveNgram((reply) => replies.push(reply))(request({ order: 4 }, text));
  const counting = replies.flatMap((reply) =>
    reply.kind === "progress" && reply.stage === "counting" ? [reply.done] : []
  );
  assert(counting.length > 3, `${counting}`);
  assertEquals(counting, counting.toSorted((a, b) => a - b));
  assert(replies.some((reply) => reply.kind === "progress" && reply.stage === "measuring"));
});

Deno.test("serveNgram() says what is wrong with a corpus", () => {
  const replies: NgramReply[] = [];
  const serve = serveNgram((reply) => replies.push(reply));
  serve(request({}, " \n "));
  assertStringIncludes(messageOf(replies[0]), "empty");
  serve(request({}, SIX_MESSAGES, 2));
  assertEquals(kindsOf(replies.slice(1)), "view complete");
});

/** A worker whose replies the test sends. */
class FakeWorker implements CountingPort {
  static all: FakeWorker[] = [];
  readonly asked: NgramRequest[] = [];
  terminated = false;
  onmessage: CountingPort["onmessage"] = null;
  onerror: CountingPort["onerror"] = null;
  constructor() {
    FakeWorker.all.push(this);
  }
  postMessage(asked: NgramRequest) {
    this.asked.push(asked);
  }
  terminate() {
    this.terminated = true;
  }
  reply(reply: NgramReply) {
    this.onmessage?.({ data: reply });
  }
}

function counting() {
  FakeWorker.all = [];
  const heard: NgramReply[] = [];
  let time = 0;
  const made = createCounting(() => new FakeWorker(), () => time, (reply) => heard.push(reply));
  const task = (text: string): CountingTask => ({ ...request(), text });
  return {
    ask: (text: string) => made.ask(task(text)),
    stop: made.stop,
    heard,
    wait: (ms: number) => (time += ms),
  };
}

const progress = (id: number): NgramReply => ({ kind: "progress", id, stage: "counting", done: 0.5 });
const failed = (id: number): NgramReply => ({ kind: "failed", id, message: "no" });

Deno.test("createCounting() sends a corpus once and asks the newest question next", () => {
  const { ask, heard } = counting();
  ask("a");
  const [worker] = FakeWorker.all;
  ask("b");
  ask("a");
  assertEquals(worker!.asked.length, 1, "one at a time");
  worker!.reply(failed(1));
  assertEquals(worker!.asked.map(({ text }) => text), ["a", null]);
  assertEquals(heard, [], "nobody waits for the first any more");
  worker!.reply(failed(2));
  assertEquals(heard.length, 1);
});

Deno.test("createCounting() gives up an old question that takes long, and sends the corpus to the new worker", () => {
  const { ask, wait } = counting();
  ask("a");
  wait(1000);
  ask("a");
  assertEquals(FakeWorker.all.map(({ terminated }) => terminated), [true, false]);
  assertEquals(FakeWorker.all[1]!.asked.map(({ text }) => text), ["a"]);
  ask("b");
  wait(1000);
  FakeWorker.all[1]!.reply(progress(2));
  assertEquals(FakeWorker.all[2]!.asked.map(({ text }) => text), ["b"]);
});

Deno.test("createCounting() turns a worker's end into an answer and starts another for the next question", () => {
  const { ask, heard } = counting();
  ask("a");
  FakeWorker.all[0]!.onerror?.({});
  assertStringIncludes(messageOf(heard[0]), "memory");
  ask("a");
  assertEquals(FakeWorker.all[1]!.asked.length, 1);
});

function lab(query = signal(QUERY), isAnswered = true) {
  const fetched: string[] = [];
  const made = createNgramLab({
    query,
    isAnswered,
    view: null,
    problem: null,
    counting: (receive) => {
      const serve = serveNgram(receive);
      return { ask: ({ text, ...rest }) => serve({ ...rest, text, id: 1 }), stop: () => undefined };
    },
    fetchCorpus: (id) => (fetched.push(id), Promise.resolve("one two\none three\n")),
  });
  return { lab: made, query, fetched };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

Deno.test("the lab counts nothing until something changes, then answers every change", async () => {
  const { lab: page, query } = lab();
  const end = page.connect();
  await settled();
  assertEquals(page.view.value, null);
  query.value = { ...QUERY, context: "parcel left" };
  await settled();
  assertEquals(page.view.value?.next.looksAt, ["left"]);
  assertEquals([page.progress.value, page.problem.value], [null, null]);
  query.value = { ...QUERY, corpus: "", text: "   ", context: "x" };
  await settled();
  assertStringIncludes(page.problem.value ?? "", "empty");
  end();
});

Deno.test("the lab counts at once where nobody answered the address", async () => {
  const { lab: page } = lab(signal({ ...QUERY, context: "parcel left" }), false);
  const end = page.connect();
  await settled();
  assertEquals(page.view.value?.next.looksAt, ["left"]);
  end();
});

Deno.test("the lab fetches a shipped corpus, and a file's corpus stays in the tab", async () => {
  const { lab: page, query, fetched } = lab();
  page.connect();
  query.value = { ...QUERY, corpus: "everyday" };
  await settled();
  assertEquals([fetched, page.view.value?.tokens], [["everyday"], 4]);
  page.setLocal({ name: "mine.txt", text: "a b c" });
  await settled();
  assertEquals(page.view.value?.tokens, 3);
  page.setLocal(null);
  await settled();
  assertEquals(page.view.value?.tokens, 4);
});

Deno.test("the lab says that it was stopped, keeps the last answer, and counts again when asked", async () => {
  const query = signal(QUERY);
  let serve: ((request: NgramRequest) => void) | null = null;
  const asked: Omit<NgramRequest, "id">[] = [];
  const made = createNgramLab({
    query,
    view: null,
    problem: null,
    counting: (receive) => {
      serve = serveNgram(receive);
      return { ask: (task) => asked.push(task), stop: () => undefined };
    },
    fetchCorpus: () => Promise.reject(new Error("no network")),
  });
  made.connect();
  query.value = { ...QUERY, order: 3 };
  await settled();
  made.stop();
  assertEquals([made.view.value, made.progress.value], [null, null]);
  assertStringIncludes(made.problem.value ?? "", "You stopped it");
  made.again();
  await settled();
  assertEquals(made.problem.value, null);
  serve!({ ...asked.at(-1)!, id: 1 });
  assertEquals(made.view.value?.sentences, 6);
  assert(made.view.value?.measures);
  query.value = { ...QUERY, corpus: "everyday" };
  await settled();
  assertEquals(made.problem.value, "no network");
});

Deno.test("corpusSource() takes a text before the sentences of the address before a shipped corpus", () => {
  assertEquals(corpusSource(QUERY), { kind: "text", text: SIX_MESSAGES });
  assertEquals(corpusSource({ ...QUERY, corpus: "everyday" }), { kind: "shipped", id: "everyday" });
  assertEquals(corpusSource({ ...QUERY, corpus: "a b\nc d" }), { kind: "text", text: "a b\nc d" });
  assertEquals(corpusSource({ ...QUERY, corpus: "everyday", text: "x" }), { kind: "text", text: "x" });
});

Deno.test("createCounting() lets an old question go on for 300 ms and gives it up one later, by any clock", () => {
  const given = (first: number, later: number) => {
    const { ask, wait } = counting();
    wait(first);
    ask("a");
    ask("b");
    wait(later);
    FakeWorker.all.at(-1)!.reply(progress(1));
    return FakeWorker.all.map(({ terminated }) => terminated);
  };
  assertEquals([given(5000, 300), given(5000, 301)], [[false], [true, false]]);
  const asked = (later: number) => {
    const { ask, wait } = counting();
    wait(7000);
    ask("a");
    wait(later);
    ask("b");
    return FakeWorker.all.map(({ terminated }) => terminated);
  };
  assertEquals([asked(300), asked(301)], [[false], [true, false]]);
});
