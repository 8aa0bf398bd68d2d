/** What each edit leaves in the address, in the history and of the tokens so far; and the samplers on offer. */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import {
  DEFAULT_QUERY,
  formatPredictorQuery,
  parsePredictorQuery,
} from "@/lib/experiment/fields/predictor_fields.ts";
import { inspectKept, inspectWhole } from "@/lib/labs/predictor/inspection.ts";
import { createPredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import { knownStages, PRESETS } from "@/lib/labs/predictor/presets.ts";
import { STAGE_NAMES } from "@/lib/lm/sampler/settings.ts";
import { type HistoryEntry, placeOf } from "@/tests/labs/fake_history.ts";
import { fakePorts } from "@/tests/labs/fake_ports.ts";
import { fakeModel } from "@/tests/lm/fake_model.ts";

async function opened(search = "text=ab&path=2", from: HistoryEntry | null = null) {
  const model = Object.assign(fakeModel({ tokens: ["a", "b", "c", "d"] }), {
    id: { name: "counts", revision: "1", dtype: "counts" },
  });
  const { ports, address } = fakePorts(model);
  const { query, notices } = parsePredictorQuery(new URLSearchParams(search));
  const lab = createPredictorLab({ query, notices, snapshot: null }, ports);
  await lab.open(from && placeOf(from), true);
  await lab.settled();
  const { entries } = address;
  return { lab, model, entries: () => entries.length, entry: () => entries.at(-1)! };
}

Deno.test("what a hand moves replaces its entry, any other field makes one", async () => {
  const { lab, entries } = await opened();
  const made = (act: () => void) => {
    const before = entries();
    act();
    return entries() - before;
  };
  assertEquals(made(() => lab.edit.setField("temperature", 0.5)), 0);
  assertEquals(made(() => lab.edit.setField("seed", 3)), 0);
  assertEquals([
    made(() => lab.edit.setField("top", 5)),
    made(() => lab.edit.setField("pick", "sample")),
  ], [1, 1]);
  assertEquals(lab.state.query.value.path, [2]);
  assertEquals(made(() => lab.edit.setField("top", NaN)), 0);
  assertEquals([lab.state.query.value.top, lab.state.drafts.value], [5, {}]);
  assertEquals(made(() => lab.edit.setField("chat", true)), 1);
  assertEquals(lab.state.query.value.path, []);
  await lab.settled();
});

Deno.test("a value that cannot be used stays with its reason over other edits and a reload, until its field is set", async () => {
  const { lab, entry } = await opened("text=ab&seed=3");
  lab.edit.setField("seed", -1);
  lab.edit.setField("top", 5);
  const draft = { text: "-1", error: "is not between 0 and 9,007,199,254,740,991" };
  assertEquals([lab.state.drafts.value, lab.state.query.value.seed], [{ seed: draft }, 3]);
  const again = await opened(entry().address.slice(2), entry());
  assertEquals([again.lab.state.drafts.value, again.lab.state.query.value.seed], [{ seed: draft }, 3]);
  again.lab.edit.setField("seed", 4);
  assertEquals(again.lab.state.drafts.value, {});
});

Deno.test("a step since the typing began keeps its entry when the typing ends", async () => {
  const { lab, entries, entry } = await opened("text=ab");
  lab.edit.setText("abc");
  await lab.settled();
  await lab.generation.step();
  const [count, stepped] = [entries(), entry()];
  assertEquals(lab.state.query.value.path.length, 1);
  lab.edit.commitText();
  assertEquals([entries(), entry()], [count, stepped]);
  lab.edit.setText("abcd");
  lab.edit.commitText();
  lab.edit.setText("abcda");
  lab.edit.commitText();
  assertEquals(entries(), count + 2);
});

Deno.test("a field that the model reads asks it again, one of the sampler does not", async () => {
  const { lab, model } = await opened();
  const asks = async (act: () => void) => {
    const before = model.calls.length;
    act();
    await lab.settled();
    return model.calls.length - before;
  };
  assertEquals([
    await asks(() => lab.edit.setField("top_k", 2)),
    await asks(() => lab.edit.setField("max_tokens", 9)),
  ], [0, 0]);
  assertEquals(await asks(() => lab.edit.setField("context_limit", 2)) > 0, true);
});

Deno.test("a stage moves to its place among the others, the ends at most", async () => {
  const { lab } = await opened();
  const order = (to: number) => {
    lab.edit.moveStage("top_p", to);
    return lab.state.query.value.stages.indexOf("top_p");
  };
  const last = STAGE_NAMES.length - 1;
  assertEquals([order(0), order(2), order(99), order(-5)], [0, 2, last, 0]);
  assertEquals(lab.state.query.value.stages.toSorted(), [...STAGE_NAMES].sort());
});

Deno.test("the dice has a thousand seeds, and the same text is no edit", async () => {
  const { lab, entries } = await opened();
  lab.edit.rollSeed();
  assertEquals(lab.state.query.value.seed, 500);
  const before = entries();
  lab.edit.setText("ab");
  lab.edit.takeText("ab");
  assertEquals([lab.state.query.value.path, entries()], [[2], before]);
  lab.edit.setText("ba\r\n");
  assertEquals([lab.state.query.value.text, lab.state.query.value.path, entries()], ["ba\n", [], before + 1]);
  await lab.settled();
});

Deno.test("a token of the prompt has no place in the generation, one behind it has, and before all there is nothing", async () => {
  const { lab } = await opened("text=ab&path=2.3");
  const prediction = lab.state.prediction.value!;
  const { signal } = new AbortController();
  const whole = async (position: number) => {
    const found = await inspectWhole(prediction, position, DEFAULT_QUERY, signal);
    return found && [found.position, found.index, found.row.id, found.whole!.rows.length];
  };
  assertEquals([await whole(0), await whole(1), await whole(2), await whole(3), await whole(4)], [
    null,
    [1, null, 1, 4],
    [2, 0, 2, 4],
    [3, 1, 3, 4],
    null,
  ]);
  assertEquals([inspectKept(prediction, 1), inspectKept(prediction, 3)!.index, inspectKept(prediction, 4)], [
    null,
    1,
    null,
  ]);
  // After a: b has a logit of 4, the others 0, −0.2 and −0.3.
  const { row } = (await inspectWhole(prediction, 1, DEFAULT_QUERY, signal))!;
  assertAlmostEquals(row.probability, 1 / (1 + Math.exp(-4) * (1 + Math.exp(-0.2) + Math.exp(-0.3))), 1e-6);
});

Deno.test("the samplers that are offered, as their addresses have them", () => {
  const addresses = PRESETS.map(({ name, settings }) => {
    const params = formatPredictorQuery({ ...DEFAULT_QUERY, ...settings });
    params.delete("stages");
    return [name, params.toString()];
  });
  assertEquals(Object.fromEntries(addresses), {
    greedy: "",
    careful: "temperature=0.7&top_p=0.9&pick=sample",
    lively: "temperature=1.3&min_p=0.1&pick=sample",
    "llama.cpp": "temperature=0.8&top_k=40&top_p=0.95&min_p=0.05&pick=sample",
    KoboldCpp: "repetition_penalty=1.07&temperature=0.75&top_k=100&top_p=0.92&pick=sample",
    vLLM: "pick=sample",
    "Hugging Face": "top_k=50&pick=sample",
  });
  for (const { settings } of PRESETS) assertEquals(settings.stages.toSorted(), [...STAGE_NAMES].sort());
  assertEquals(PRESETS[5]!.settings.stages.at(-1), "typical_p");
  assertEquals(knownStages(["top_k", "dry", "top_k", "min_p"]), ["top_k", "min_p"]);
});
