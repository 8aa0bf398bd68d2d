/** Acts of the labs beside the predictor when the old answer comes after the new question. */
import { assertEquals } from "@std/assert";
import { signal } from "@preact/signals";
import { initialState } from "@/lib/experiment/codec.ts";
import { NGRAM_FIELDS } from "@/lib/experiment/fields/ngram_fields.ts";
import { createModels } from "@/lib/labs/models/models.ts";
import type { CountingTask } from "@/lib/labs/ngram/counting.ts";
import { createNgramLab } from "@/lib/labs/ngram/ngram_lab.ts";
import type { NgramReply } from "@/lib/labs/ngram/protocol.ts";
import { createShortLink } from "@/lib/labs/share/short_link.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import type { NgramView } from "@/lib/lm/ngram/study/view.ts";
import type { LoadedModel, LoadProgress, LoadRequest } from "@/lib/models/model_provider.ts";
import { heldPort, settled } from "@/tests/fixtures/held.ts";
import { fakeProvider, loadedModel } from "@/tests/labs/fake_ports.ts";
import { fakeModel } from "@/tests/lm/fake_model.ts";

const PROGRESS = { phase: "download", loadedBytes: 1, totalBytes: 2, cached: false } as const;

function openedNgram() {
  const corpora = heldPort<[string], string>();
  const tasks: CountingTask[] = [];
  let reply: (reply: NgramReply) => void = () => {};
  const query = signal({ ...initialState(NGRAM_FIELDS), corpus: "messages" });
  const lab = createNgramLab({
    query,
    view: null,
    problem: null,
    fetchCorpus: corpora.ask,
    counting(receive) {
      reply = receive;
      return { ask: (task) => void tasks.push(task), stop: () => {} };
    },
  });
  const set = async (corpus: string) => {
    query.value = { ...query.value, corpus };
    await settled();
  };
  return { lab, corpora, tasks, set, reply: (each: NgramReply) => reply(each) };
}

const view = (sentences: number): NgramReply => ({
  kind: "view",
  id: 1,
  view: { sentences, measures: null } as unknown as NgramView,
  complete: true,
});

Deno.test("counts of a corpus are not shown while the next one is on its way: the page stays busy", async () => {
  const { lab, corpora, set, reply } = openedNgram();
  const end = lab.connect();
  await set("parcel_messages");
  await corpora.asked[0]!.answer("a b");
  await set("parcel_world");
  reply(view(1));
  assertEquals([lab.view.value, lab.progress.value?.stage], [null, "reading"]);
  await corpora.asked[1]!.answer("c d");
  reply(view(2));
  assertEquals([lab.view.value?.sentences, lab.progress.value], [2, null]);
  end();
});

Deno.test("a corpus that comes after a later one was chosen is not counted, and its failure is not told", async () => {
  const { lab, corpora, tasks, set } = openedNgram();
  const end = lab.connect();
  await set("parcel_messages");
  await set("parcel_world");
  await set("everyday");
  await corpora.asked[1]!.answer("late");
  await corpora.asked[0]!.fail("late");
  assertEquals([tasks.length, lab.problem.value, lab.progress.value?.stage], [0, null, "reading"]);
  await corpora.asked[2]!.answer("a b");
  assertEquals(tasks.map(({ text }) => text), ["a b"]);
  end();
});

Deno.test("what was stopped is not counted when its corpus comes, and its counts are not shown", async () => {
  const { lab, corpora, tasks, set, reply } = openedNgram();
  const end = lab.connect();
  await set("parcel_messages");
  await corpora.asked[0]!.answer("a b");
  lab.stop();
  reply(view(1));
  assertEquals([lab.view.value, lab.progress.value], [null, null]);
  await set("parcel_world");
  lab.stop();
  await corpora.asked[1]!.answer("late");
  assertEquals([tasks.length, lab.progress.value], [1, null]);
  end();
});

Deno.test("a column's load that was overtaken or called off shows neither progress nor failure", async () => {
  const loads = heldPort<[LoadRequest], LoadedModel>();
  const models = createModels(fakeProvider(loads.ask), () => Promise.resolve(fakeModel({ tokens: ["a"] })));
  const names = (model: string) => ({ model, revision: "", dtype: "auto", device: "auto" } as const);
  const first = models.load(names("o/first"));
  const second = models.load(names("o/second"));
  loads.asked[1]!.question[0].onProgress?.(PROGRESS);
  loads.asked[0]!.question[0].onProgress?.({ ...PROGRESS, loadedBytes: 2 });
  assertEquals(models.loading.value, { name: "o/second", progress: PROGRESS });
  await loads.asked[0]!.fail("late");
  assertEquals([await first, models.loading.value?.name, models.problem.value], [false, "o/second", null]);
  const id = { name: "o/second", revision: "main", dtype: "q4" };
  await loads.asked[1]!.answer(loadedModel(fakeModel({ tokens: ["a"] }), id));
  assertEquals([await second, models.loading.value], [true, null]);
  const canceled = models.load(names("o/third"));
  models.cancel();
  await loads.asked[2]!.fail("late");
  assertEquals([await canceled, models.loading.value, models.problem.value], [false, null, null]);
});

Deno.test("one of the site's own models that still arrives hides nothing of the hub model that is coming", async () => {
  const arrival = heldPort<[string, ((progress: LoadProgress) => void)?], LanguageModel>();
  const loads = heldPort<[LoadRequest], LoadedModel>();
  const models = createModels(fakeProvider(loads.ask), arrival.ask);
  const own = models.answering({ model: "parcel-gru", revision: "", dtype: "auto" });
  arrival.asked[0]!.question[1]?.(PROGRESS);
  assertEquals(models.loading.value?.name, "parcel-gru");
  void models.load({ model: "o/m", revision: "", dtype: "auto", device: "auto" });
  arrival.asked[0]!.question[1]?.({ ...PROGRESS, loadedBytes: 2 });
  assertEquals(models.loading.value, { name: "o/m", progress: null });
  await arrival.asked[0]!.answer(fakeModel({ tokens: ["a"] }));
  await own;
  assertEquals(models.loading.value?.name, "o/m");
});

Deno.test("a double click stores one experiment, and deletes once", async () => {
  const site = heldPort<Parameters<typeof fetch>, Response>();
  const lab = createShortLink({ page: "/softmax", query: {}, readResults: () => null }, site.ask);
  const clicks = [lab.create(), lab.create()];
  await settled();
  assertEquals(site.asked.length, 1);
  const stored = { id: "A".repeat(16), url: "http://x/e/A", delete_token: "t", expires_at: null };
  await site.asked[0]!.answer(Response.json(stored, { status: 201 }));
  await Promise.all(clicks);
  assertEquals(lab.status.value.kind, "made");
  const deletions = [lab.remove(), lab.remove()];
  await settled();
  assertEquals(site.asked.length, 2);
  await site.asked[1]!.answer(new Response(null, { status: 204 }));
  await Promise.all(deletions);
  assertEquals(lab.status.value, { kind: "deleted" });
});
