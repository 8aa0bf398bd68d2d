import { assertEquals } from "@std/assert";
import type { LimitProps } from "@/islands/limits/props.ts";
import { useLimit } from "@/islands/limits/use_limit.ts";
import { experimentNamed } from "@/lib/limits/experiments.ts";
import type { LimitAnswer } from "@/lib/limits/limit_answer.ts";
import type { LimitExperiment } from "@/lib/limits/limit_experiment.ts";
import { countCorpus } from "@/lib/server/count_corpus.ts";
import { shippedModels } from "@/lib/server/models/shipped_models.ts";
import { heldPort, settled } from "@/tests/fixtures/held.ts";
import { mountedHook } from "@/tests/fixtures/mounted.ts";
import { servedFiles } from "@/tests/fixtures/served_files.ts";

const NAMES = { tab: "temperature-0", server: "refund" } as const;
const answerOf = (text: string) => ({ text }) as unknown as LimitAnswer;

/** An experiment of the page whose runs the test holds. */
function opened(kind: keyof typeof NAMES) {
  const name = NAMES[kind];
  const experiment = experimentNamed(name);
  const own = experiment.run;
  const runs = heldPort<Parameters<LimitExperiment["run"]>, LimitAnswer>();
  Object.assign(experiment, { run: runs.ask });
  const { location, history } = globalThis;
  const page = {
    location: { pathname: `/limits/${name}`, search: "", href: `https://site.test/limits/${name}` },
    history: { state: null, replaceState: () => {} },
    document: new EventTarget(),
  };
  Object.assign(globalThis, page);
  const files = servedFiles();
  const props = { name, search: "", answer: answerOf("first"), modelHost: "/hub/", corpus: countCorpus };
  const hook = mountedHook(() =>
    useLimit({ ...props, shipped: shippedModels(), read: { url: "", bytes: 0 } } as unknown as LimitProps)
  );
  const field = experiment.fields[0]!;
  return {
    runs,
    hook,
    set: (value: string) => hook.current.set(field.name, value),
    asked: () => runs.asked.map(({ question }) => question[0][field.name]),
    async until(count: number) {
      while (runs.asked.length < count) await settled(10);
    },
    shown() {
      const { answer, stale, progress, problem } = hook.current;
      return [(answer as unknown as { text: string }).text, stale, progress, problem];
    },
    [Symbol.dispose]() {
      hook[Symbol.dispose]();
      files[Symbol.dispose]();
      Object.assign(experiment, { run: own });
      Object.assign(globalThis, { location, history });
      Reflect.deleteProperty(globalThis, "document");
    },
  };
}

Deno.test("useLimit() says that a run's answer is not of what was set since", async () => {
  using page = opened("tab");
  assertEquals(page.hook.current.experiment.work, "tab");
  page.hook.current.run();
  await page.until(1);
  page.set("7");
  await settled();
  await page.runs.asked[0]!.answer(answerOf("of before"));
  assertEquals(page.shown(), ["of before", true, null, null]);
  page.hook.current.run();
  await page.until(2);
  await page.runs.asked[1]!.answer(answerOf("of 7"));
  assertEquals([page.asked()[1], page.shown()], ["7", ["of 7", false, null, null]]);
});

Deno.test("useLimit() shows no answer, failure or progress of a run that another one, or the visitor, ended", async () => {
  using page = opened("server");
  page.set("one");
  await page.until(1);
  page.set("two");
  await page.until(2);
  page.set("three");
  await page.until(3);
  page.runs.asked[0]!.question[1].onProgress?.(0.9);
  await page.runs.asked[0]!.answer(answerOf("late"));
  await page.runs.asked[1]!.fail("late");
  assertEquals(page.shown(), ["first", true, 0, null]);
  page.runs.asked[2]!.question[1].onProgress?.(0.5);
  await settled();
  assertEquals(page.shown(), ["first", true, 0.5, null]);
  page.hook.current.cancel();
  await page.runs.asked[2]!.answer(answerOf("called off"));
  assertEquals(page.shown(), ["first", true, null, null]);
});
