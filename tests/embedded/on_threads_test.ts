import { assert, assertEquals, assertRejects } from "@std/assert";
import type {
  ThreadAnswer,
  ThreadMessage,
  ThreadQuestion,
  ThreadStart,
} from "@/lib/embedded/thread_messages.ts";
import { onThreads, type ThreadPort } from "@/lib/embedded/on_threads.ts";
import { largestDifference } from "@/tests/transformer/reference.ts";
import { embeddedOps } from "@/lib/embedded/embedded_ops.ts";
import { serverKernel } from "@/lib/server/models/kernel.ts";
import { shippedFiles, shippedModel } from "@/lib/server/models/shipped_models.ts";
import { readEmbeddedModel } from "@/lib/embedded/load_embedded_model.ts";

const shipped = shippedModel("parcel-gpt");
const files = shippedFiles("parcel-gpt");
const kernel = serverKernel();
const start: ThreadStart = { name: shipped.name, revision: shipped.revision, files, kernel };
const here = readEmbeddedModel(shipped, files, embeddedOps(kernel));
const script = new URL("../../lib/embedded/embedded_worker.ts", import.meta.url).href;

/** A thread that holds what it is asked until it is told to go on. */
class HeldThread implements ThreadPort {
  readonly asked: ThreadQuestion[] = [];
  isOver = false;
  onmessage: ((event: MessageEvent<ThreadAnswer>) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;

  postMessage(message: ThreadMessage): void {
    if ("tokens" in message) this.asked.push(message);
  }

  terminate(): void {
    this.isOver = true;
  }

  answer(answer: ThreadAnswer): void {
    this.onmessage!(new MessageEvent("message", { data: answer }));
  }

  die(): void {
    this.onerror!(new ErrorEvent("error", { message: "gone", cancelable: true }));
  }
}

Deno.test("onThreads() gives the same logits and scores as the model itself", async () => {
  const model = onThreads(here, {
    start,
    count: 2,
    create: () => new Worker(script, { type: "module" }),
  });
  try {
    const contexts = ["The package left the", "Order shipped from the", "5 minus 2 is"];
    const tokens = await Promise.all(contexts.map((text) => model.encode(text)));
    const answers = await Promise.all(tokens.map((ids) => model.logits(ids, { rows: 2 })));
    for (const [i, ids] of tokens.entries()) {
      const rows = await here.logits(ids, { rows: 2, cache: false });
      assertEquals(answers[i]!.length, 2);
      // As the last digits of a float32 allow: chunks differ.
      rows.forEach((row, r) => assert(largestDifference(answers[i]![r]!, row) < 5e-5));
    }
    let computed = 0;
    await model.logits(tokens[0]!, { cache: false, onRun: (run) => computed = run.computed });
    assertEquals(computed, tokens[0]!.length);
    const text = [0, ...tokens[0]!, ...tokens[1]!];
    const [there, alone] = await Promise.all(
      [here, model].map((each) => each.score(text, { from: 3, top: 2 })),
    );
    assertEquals(there!.map(({ id, rank }) => [id, rank]), alone!.map(({ id, rank }) => [id, rank]));
    for (const [i, { logProbability, top }] of there!.entries()) {
      assert(Math.abs(logProbability - alone![i]!.logProbability) < 5e-5);
      assertEquals(top.map(({ id }) => id), alone![i]!.top.map(({ id }) => id));
    }
    await assertRejects(() => model.score(text, { from: 0 }), RangeError);
    await assertRejects(() => model.score(text, { signal: AbortSignal.abort() }), DOMException);
    await assertRejects(() => model.logits(new Array(513).fill(5)), RangeError);
    await assertRejects(() => model.logits(tokens[0]!, { signal: AbortSignal.abort() }), DOMException);
  } finally {
    await model.dispose();
  }
});

Deno.test("onThreads() gives each context to the thread that has least to do", async () => {
  const model = readEmbeddedModel(shipped, files);
  const threads: HeldThread[] = [];
  const threaded = onThreads(model, {
    start,
    count: 2,
    create: () => (threads.push(new HeldThread()), threads.at(-1)!),
  });
  const answers = [threaded.logits([5]), threaded.logits([6]), threaded.logits([7])];
  await Promise.resolve();
  assertEquals(threads.map(({ asked }) => asked.length).sort(), [1, 2]);
  for (const thread of threads) {
    for (const { id } of thread.asked) {
      thread.answer({ id, rows: [new Float32Array([id])], run: null, backend: "cpu" });
    }
  }
  assertEquals((await Promise.all(answers)).map(([row]) => row![0]), [0, 1, 2]);
});

Deno.test("onThreads() asks again elsewhere what a dead thread was asked, in the end the model itself", async () => {
  const model = readEmbeddedModel(shipped, files);
  const threads: HeldThread[] = [];
  const threaded = onThreads(model, {
    start,
    count: 1,
    create: () => (threads.push(new HeldThread()), threads.at(-1)!),
  });
  const answer = threaded.logits([0, 5, 6]);
  await Promise.resolve();
  threads[0]!.die();
  assert(threads[0]!.isOver);
  assertEquals(await answer, await model.logits([0, 5, 6], { cache: false }));
});

Deno.test("onThreads() is the model itself where the platform has no threads", async () => {
  const model = readEmbeddedModel(shipped, files);
  const threaded = onThreads(model, {
    start,
    count: 3,
    create: () => {
      throw new TypeError("no threads");
    },
  });
  assertEquals(await threaded.logits([0, 9]), await model.logits([0, 9], { cache: false }));
});

Deno.test("onThreads() looks inside on a thread, which fetches the kernel itself where it is told to", async () => {
  const alone = readEmbeddedModel(shipped, files);
  const model = onThreads(alone, {
    start: { ...start, kernel: "fetch" },
    count: 1,
    create: () => new Worker(script, { type: "module" }),
  });
  try {
    const tokens = [0, ...await model.encode("The package left the")];
    const [there, expected] = await Promise.all([model.inside(tokens), alone.inside(tokens)]);
    assertEquals(
      there.guesses.map((each) => each.map(({ id }) => id)),
      expected.guesses.map((each) => each.map(({ id }) => id)),
    );
    expected.attention.forEach((heads, layer) =>
      heads.forEach((weights, head) =>
        assert(largestDifference(there.attention[layer]![head]!, weights) < 1e-5)
      )
    );
    await assertRejects(() => model.inside([]), RangeError);
    assertEquals([alone.backend, model.backend], ["cpu", "cpu"]);
    await model.logits(tokens);
    assertEquals([alone.backend, model.backend], ["cpu", "kernel"]);
  } finally {
    await model.dispose();
  }
});

Deno.test("onThreads() tells a thread what is no longer wanted", async () => {
  const sent: ThreadMessage[] = [];
  const thread = new HeldThread();
  thread.postMessage = (message) => void sent.push(message);
  const model = onThreads(readEmbeddedModel(shipped, files), { start, count: 1, create: () => thread });
  const abort = new AbortController();
  const asked = model.logits([0, 5], { signal: abort.signal });
  abort.abort();
  assertEquals(sent.at(-1), { cancel: 0 });
  thread.answer({ id: 0, error: "aborted" });
  await assertRejects(() => asked, DOMException);
});

Deno.test("onThreads() takes no answer to another question", async () => {
  const asked: number[] = [];
  const thread = new HeldThread();
  thread.postMessage = (message) => void ("id" in message && asked.push(message.id));
  const model = onThreads(readEmbeddedModel(shipped, files), { start, count: 1, create: () => thread });
  const refuses = async (question: Promise<unknown>, answer: object) => {
    const refused = assertRejects(() => question, TypeError, "A thread answered another question");
    await Promise.resolve();
    thread.answer({ id: asked.at(-1)!, ...answer } as ThreadAnswer);
    await refused;
  };
  await refuses(model.logits([0, 5]), { scores: [], backend: "cpu" });
  await refuses(model.score([0, 5]), { rows: [], run: null, backend: "cpu" });
  await refuses(model.inside([0, 5]), { rows: [], run: null, backend: "cpu" });
  assertEquals(asked, [0, 1, 2]);
  await model.dispose();
  assert(thread.isOver);
});

Deno.test("onThreads() gives what a dead thread was asked to one that lives", async () => {
  const threads: HeldThread[] = [];
  const create = () => (threads.push(new HeldThread()), threads.at(-1)!);
  const model = onThreads(readEmbeddedModel(shipped, files), { start, count: 2, create });
  const answer = model.logits([0, 5]);
  await Promise.resolve();
  threads[0]!.die();
  while (threads[1]!.asked.length === 0) await Promise.resolve();
  threads[1]!.answer({ id: 1, rows: [new Float32Array([7])], run: null, backend: "kernel" });
  assertEquals([(await answer)[0]![0], model.backend], [7, "kernel"]);
});
