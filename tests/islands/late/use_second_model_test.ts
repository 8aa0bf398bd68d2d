import { assertEquals } from "@std/assert";
import { useSecondModel } from "@/islands/predictor/beside/use_second_model.ts";
import { parsePredictorQuery } from "@/lib/experiment/fields/predictor_fields.ts";
import { createPredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import type {
  LoadedModel,
  LoadRequest,
  ModelDescription,
  ModelProvider,
} from "@/lib/models/model_provider.ts";
import { heldPort, until } from "@/tests/fixtures/held.ts";
import { mountedHook } from "@/tests/fixtures/mounted.ts";
import { fakePorts, fakeProvider, loadedModel } from "@/tests/labs/fake_ports.ts";
import { fakeModel } from "@/tests/lm/fake_model.ts";

const own = fakeModel({ tokens: ["the", " a"] });
const named = (name: string): LanguageModel => ({ ...own, id: { name, revision: "main", dtype: "q4" } });

async function opened(beside: string) {
  const descriptions = heldPort<[string], ModelDescription>();
  const loads = heldPort<[LoadRequest], LoadedModel>();
  const embedded = heldPort<[string], LanguageModel>();
  const provider: ModelProvider = { ...fakeProvider(loads.ask), describe: descriptions.ask };
  const { ports } = fakePorts(own, provider);
  const params = new URLSearchParams({ text: "the", beside });
  const { query, notices } = parsePredictorQuery(params);
  const lab = createPredictorLab({ query, notices, snapshot: null }, ports);
  await lab.open(null, true);
  const hook = mountedHook(() => useSecondModel({ lab, provider, embedded: embedded.ask }));
  return {
    ...{ lab, descriptions, loads, embedded, hook },
    shown() {
      const { model, loading, problem } = hook.current;
      return [model.value?.id.name ?? null, loading.value?.name ?? null, problem.value?.message ?? null];
    },
    async choose(name: string, asked: readonly unknown[]) {
      const { length } = asked;
      lab.edit.setField("beside", name);
      await until(() => asked.length > length);
    },
    [Symbol.dispose]: () => hook[Symbol.dispose](),
  };
}

Deno.test("useSecondModel() shows the model that was named last, not one of the site's own that comes late", async () => {
  using page = await opened("parcel-gru");
  await until(() => page.embedded.asked.length === 1);
  await page.choose("counts", page.embedded.asked);
  await page.choose("parcel-bert", page.embedded.asked);
  await page.embedded.asked[2]!.answer(named("parcel-bert"));
  await page.embedded.asked[0]!.answer(named("parcel-gru"));
  await page.embedded.asked[1]!.fail("late");
  assertEquals(page.shown(), ["parcel-bert", null, null]);
});

Deno.test("useSecondModel() loads no hub model that was on this disk and is no longer named", async () => {
  using page = await opened("o/first");
  await until(() => page.descriptions.asked.length === 1);
  await page.choose("o/second", page.descriptions.asked);
  const id = { name: "o/first", revision: "main", dtype: "q4" };
  const kept = { id, cached: true, memoryBytes: 1 } as unknown as ModelDescription;
  await page.descriptions.asked[0]!.answer(kept);
  assertEquals([page.loads.asked.length, page.shown()], [0, [null, null, null]]);
  await page.descriptions.asked[1]!.answer({ ...kept, id: { ...id, name: "o/second" } });
  assertEquals(page.loads.asked.map(({ question }) => question[0].name), ["o/second"]);
});

Deno.test("useSecondModel() tells no failure of a hub model that is no longer named, and shows none that comes late", async () => {
  using page = await opened("o/first");
  page.hook.current.load();
  await until(() => page.loads.asked.length === 1);
  await page.choose("o/second", page.descriptions.asked);
  page.hook.current.load();
  await until(() => page.loads.asked.length === 2);
  // Its failure comes before the page has drawn that another one is named.
  const third = page.choose("o/third", page.descriptions.asked);
  await page.loads.asked[1]!.fail("late");
  assertEquals(page.hook.current.problem.value, null);
  await third;
  const late = named("o/first");
  await page.loads.asked[0]!.answer(loadedModel(late, late.id));
  assertEquals(page.shown(), [null, null, null]);
  page.hook.current.load();
  await until(() => page.loads.asked.length === 3);
  await page.loads.asked[2]!.fail("no network");
  await until(() => page.hook.current.problem.value !== null);
  page.hook.current.load();
  await until(() => page.loads.asked.length === 4);
  const last = named("o/third");
  await page.loads.asked[3]!.answer(loadedModel(last, last.id));
  await until(() => page.hook.current.model.value !== null);
  assertEquals(page.shown(), ["o/third", null, null]);
});
