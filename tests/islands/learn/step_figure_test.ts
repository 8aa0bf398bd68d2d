/** Every figure of the course, before and after the reveal, without a browser. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import { StepFigure } from "@/islands/learn/step_figure.tsx";
import { STEPS } from "@/lib/learn/course/steps.ts";
import { countCorpus } from "@/lib/server/count_corpus.ts";
import { modelSource } from "@/lib/lm/model_source.ts";
import { serverModel, shippedModels } from "@/lib/server/models/shipped_models.ts";
import { stepFacts } from "@/routes/learn/step_facts.ts";

const sources = { corpus: countCorpus, shipped: shippedModels(), modelHost: "/hub/" };

/** A model's name, revision, dtype and backend; counts alone, which have no other; nothing where nothing is trained yet. */
const SOURCE = /^(counts|[\w-]+@[0-9a-f]+ q4 (cpu|kernel)|)$/;

for (const step of STEPS) {
  Deno.test(`${step.name}: a guess can be given, and stays on the figure`, async () => {
    const facts = await stepFacts(step);
    const guess = {
      bar: `${step.guess.kind === "bar" ? step.guess.start : ""}`,
      word: "checkout",
      order: "0",
    };
    const html = (revealed: boolean) =>
      renderToString(h(StepFigure, {
        step,
        facts,
        guess: guess[step.guess.kind],
        revealed,
        onGuess: () => {},
        sources,
      }));
    const [before, after] = [html(false), html(true)];
    const asks = { bar: 'type="range"', word: 'type="text"', order: "<button" };
    assert(before.includes(asks[step.guess.kind]), before);
    const stays = { bar: "guess-line", word: "checkout", order: "as you said" };
    assert(after.includes(stays[step.guess.kind]), after);
    if (step.guess.kind === "bar") assertEquals(before.match(/guess-line/g)?.length, 1);
    assert(!/NaN|undefined/.test(before + after));
    for (const [, source = ""] of (before + after).matchAll(/ data-source="([^"]*)"/g)) {
      for (const each of source.split(" | ")) assertMatch(each, SOURCE);
    }
    if (step.figure === "masked") {
      const two = ["parcel-gpt", "parcel-bert"] as const;
      const source = two.map((name) => modelSource(serverModel(name))).join(" | ");
      assert(after.includes(`data-source="${source}"`), after);
    }
  });
}

Deno.test("window: what happens is said, and which tokens go and stay is left to the context page", async () => {
  const step = STEPS.find(({ figure }) => figure === "window")!;
  const facts = await stepFacts(step);
  const shown = { step, facts, guess: "", revealed: true, onGuess: () => {}, sources };
  const said = renderToString(h(StepFigure, shown)).match(/<p[^>]*aria-live="polite">(.*?)<\/p>/)![1]!;
  assertEquals(
    said,
    "The window holds 8,000 of 8,200 tokens: from token 8,001 on each needs the policy. " +
      "The oldest tokens go, and with them any instruction at the start.",
  );
});
