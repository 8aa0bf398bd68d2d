import { assertEquals } from "@std/assert";
import { signal } from "@preact/signals";
import { keyOf, PARTS, type ScoreSources, useScoring } from "@/islands/score/use_score.ts";
import { initialState } from "@/lib/experiment/codec.ts";
import { SCORE_FIELDS, type ScoreQuery } from "@/lib/experiment/fields/score_fields.ts";
import type { ScoreReply, ScoreRequest } from "@/lib/labs/score/protocol.ts";
import { serveScore } from "@/lib/labs/score/serve_score.ts";
import { settled, until } from "@/tests/fixtures/held.ts";
import { mountedHook } from "@/tests/fixtures/mounted.ts";
import { fakeModel } from "@/tests/lm/fake_model.ts";

const model = fakeModel({ tokens: ["<s>", "a", "b"], beginToken: 0 });

/** The worker of a page, which answers a task when it is told to, also one that was called off. */
class SlowWorker {
  static latest: SlowWorker;
  readonly asked: ScoreRequest[] = [];
  onmessage: ((event: { readonly data: ScoreReply }) => void) | null = null;
  #ended = 0;
  readonly #serve = serveScore({
    load: () => Promise.resolve(model),
    now: () => 0,
    reply: (data) => {
      this.onmessage?.({ data });
      if (data.kind === "done" || data.kind === "failed") this.#ended++;
    },
  });
  constructor() {
    SlowWorker.latest = this;
  }
  postMessage(request: ScoreRequest) {
    if (request.kind === "ask") this.asked.push(request);
  }
  async answer(index: number) {
    const ended = this.#ended;
    this.#serve(this.asked[index]!);
    await until(() => this.#ended > ended);
    // What it answered is taken piece by piece.
    await settled(20);
  }
}

function opened(text: string) {
  const { Worker } = globalThis;
  globalThis.Worker = SlowWorker as unknown as typeof globalThis.Worker;
  const query = signal<ScoreQuery>({ ...initialState(SCORE_FIELDS), text });
  const sources = { modelHost: "/hub/", scored: null } as unknown as ScoreSources;
  const hook = mountedHook(() => useScoring(query, sources));
  const set = async (to: Partial<ScoreQuery>) => {
    query.value = { ...query.value, ...to };
    await settled();
  };
  return {
    query,
    hook,
    set,
    shown() {
      const { document, key } = hook.current.state.value;
      return [document?.text, key === keyOf(query.value), hook.current.progress.value === null];
    },
    [Symbol.dispose]() {
      hook[Symbol.dispose]();
      globalThis.Worker = Worker;
    },
  };
}

Deno.test("useScoring() shows the last text's score, and none of an earlier text that comes late", async () => {
  using page = opened("ab");
  await settled();
  await page.set({ text: "abb" });
  const worker = SlowWorker.latest;
  await worker.answer(1);
  assertEquals(page.shown(), ["abb", true, true]);
  await worker.answer(0);
  assertEquals(page.shown(), ["abb", true, true]);
});

Deno.test("useScoring() stays with the text that is shown when it is asked for again before another one's answer", async () => {
  using page = opened("ab");
  await settled();
  const worker = SlowWorker.latest;
  await worker.answer(0);
  await page.set({ text: "abb" });
  assertEquals(page.shown(), ["ab", false, false]);
  await page.set({ text: "ab" });
  assertEquals(page.shown(), ["ab", true, true]);
  await worker.answer(1);
  assertEquals(page.shown(), ["ab", true, true]);
});

Deno.test("useScoring() goes on with the conventions of a text while only its tint changes", async () => {
  using page = opened("ab");
  await settled();
  const worker = SlowWorker.latest;
  const answering = worker.answer(0);
  while (page.hook.current.state.value.document === null) await Promise.resolve();
  page.query.value = { ...page.query.value, tint: "rank" };
  await answering;
  assertEquals(page.hook.current.state.value.compared.length, 5);
});

Deno.test("useScoring() shows nothing of a text that was called off, until it is asked for again", async () => {
  using page = opened("ab");
  await settled();
  const worker = SlowWorker.latest;
  page.hook.current.cancel();
  await worker.answer(0);
  assertEquals([page.shown()[0], page.hook.current.isCalledOff.value], [undefined, true]);
  page.hook.current.again();
  await settled();
  await worker.answer(1);
  assertEquals(page.shown(), ["ab", true, true]);
});

Deno.test("useScoring() draws all parts of a long text, also where another one is typed meanwhile and taken back", async () => {
  const frames: FrameRequestCallback[] = [];
  globalThis.requestAnimationFrame = (draw) => frames.push(draw);
  const text = "ab".repeat(600);
  using page = opened(text);
  await settled();
  await SlowWorker.latest.answer(0);
  const { parts } = page.hook.current.state.value;
  await page.set({ text: text + "b" });
  await page.set({ text });
  frames.shift()!(0);
  await until(() => {
    frames.shift()?.(0);
    return page.hook.current.state.value.parts === PARTS;
  });
  assertEquals([parts, page.shown()], [1, [text, true, true]]);
});
