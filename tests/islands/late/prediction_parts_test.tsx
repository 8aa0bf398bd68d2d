/** What the predictor's page asks the model beside its prediction, when that answer is of a text before. */
import { assertEquals } from "@std/assert";
import type { ComponentChild } from "preact";
import InsidesPart from "@/islands/predictor/inside/insides_part.tsx";
import TextNotes from "@/islands/predictor/text_notes.tsx";
import type { Insides } from "@/lib/embedded/insides_report.ts";
import { parsePredictorQuery } from "@/lib/experiment/fields/predictor_fields.ts";
import { createPredictorLab, type PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import type { ScoredToken, TokenId } from "@/lib/lm/language_model.ts";
import { heldPort, settled, until } from "@/tests/fixtures/held.ts";
import { mounted } from "@/tests/fixtures/mounted.ts";
import type { PredictorPorts } from "@/lib/labs/predictor/ports.ts";
import { fakePorts } from "@/tests/labs/fake_ports.ts";
import { fakeModel } from "@/tests/lm/fake_model.ts";

const TOKENS = ["the", " a", " b", " c"];
/** Effects of a drawn component run a frame later. */
const FRAME = 60;

/** A part of the page at work; what it asks of the model waits for the test. */
async function opened(text: string, draw: (lab: PredictorLab, ports: PredictorPorts) => ComponentChild) {
  const insides = heldPort<[readonly TokenId[]], Insides>();
  const scores = heldPort<[readonly TokenId[]], ScoredToken[]>();
  const id = { name: "parcel-gpt", revision: "1", dtype: "q4" };
  const model = { ...fakeModel({ tokens: TOKENS }), id, inside: insides.ask, score: scores.ask };
  const { ports } = fakePorts(model);
  const { query, notices } = parsePredictorQuery(new URLSearchParams({ text }));
  const lab = createPredictorLab({ query, notices, snapshot: null }, ports);
  await lab.open(null, true);
  await lab.settled();
  const ask = async (next: string) => {
    lab.edit.setText(next);
    await lab.settled();
  };
  const { root, ...page } = mounted(() => draw(lab, ports));
  return {
    ...{ lab, insides, scores, ask, root },
    async [Symbol.asyncDispose]() {
      page[Symbol.dispose]();
      await settled(FRAME);
    },
  };
}

const insidesOf = (id: TokenId): Insides => ({
  guesses: [[{ id, probability: 0.75 }]],
  attention: [[new Float32Array([1])]],
});

Deno.test("the view inside shows the last text's insides, whichever come first", async () => {
  await using page = await opened("the", (lab) => <InsidesPart lab={lab} sent={[]} />);
  const { insides, ask, root } = page;
  const shown = () => root.querySelector("h2")?.textContent;
  await until(() => insides.asked.length === 1);
  await ask("the a");
  await until(() => insides.asked.length === 2);
  await ask("the a b");
  await until(() => insides.asked.length === 3);
  assertEquals(insides.asked.map(({ question }) => question[0]), [[0], [0, 1], [0, 1, 2]]);
  await insides.asked[2]!.answer(insidesOf(3));
  await insides.asked[0]!.answer(insidesOf(1));
  await insides.asked[1]!.fail("late");
  await until(() => shown() !== "Inside the model");
  assertEquals(shown(), "Inside the model: “c” leads from layer 1 on");
});

Deno.test("a text's own surprise is that of the last text, whichever comes first", async () => {
  await using page = await opened(
    "the a",
    (lab, { provider }) => <TextNotes lab={lab} provider={provider} />,
  );
  const { lab, scores, ask } = page;
  const scored = (probability: number): ScoredToken[] => [
    { id: 1, logProbability: Math.log(probability), rank: 1, entropy: 0, top: [] },
  ];
  const shown = () => lab.state.promptScores.value?.tokens.at(-1)?.probability.toFixed(2);
  await until(() => scores.asked.length === 1);
  await ask("the a b");
  await until(() => scores.asked.length === 2);
  await ask("the a b c");
  await until(() => scores.asked.length === 3);
  assertEquals(scores.asked.map(({ question }) => question[0]), [[0, 1], [0, 1, 2], [0, 1, 2, 3]]);
  await scores.asked[2]!.answer(scored(0.5));
  await scores.asked[0]!.answer(scored(0.25));
  await scores.asked[1]!.fail("late");
  assertEquals(shown(), "0.50");
});

Deno.test("a space at the text's end is spoken of where the next token follows the text itself", async () => {
  for (
    const [query, isTold] of [["text=the+", true], ["text=the", false], ["text=the+&path=1", false]] as const
  ) {
    const { ports } = fakePorts(fakeModel({ tokens: [...TOKENS, " "] }));
    const parsed = parsePredictorQuery(new URLSearchParams(query));
    const lab = createPredictorLab({ ...parsed, snapshot: null }, ports);
    await lab.open(null, true);
    await lab.settled();
    const { root, ...page } = mounted(() => <TextNotes lab={lab} provider={ports.provider} />);
    assertEquals(root.textContent.includes("The text ends with a space"), isTold, query);
    page[Symbol.dispose]();
    await settled(FRAME);
  }
});
