/** The one state that every lab has: query, drafts, depth, and the entry that keeps them. */
import { assertEquals } from "@std/assert";
import { type FieldTable, formatFields, parseFields } from "@/lib/experiment/codec.ts";
import { integerField, numberField } from "@/lib/experiment/fields/field.ts";
import { textField } from "@/lib/experiment/fields/text_fields.ts";
import { createExperiment, type ExperimentKind } from "@/lib/labs/experiment/experiment.ts";
import { fakeHistory, placeOf } from "@/tests/labs/fake_history.ts";

interface Query {
  readonly text: string;
  readonly tail: string;
  readonly scale: number;
  readonly seed: number;
}

const FIELDS: FieldTable<Query> = {
  text: textField("a"),
  tail: textField(""),
  scale: numberField(1, 0, 10),
  seed: integerField(0, 0, 9),
};

const KIND: ExperimentKind<Query> = {
  base: "/page",
  fields: FIELDS,
  format: (query) => formatFields(FIELDS, query),
  read: (params) => parseFields(FIELDS, params),
  unbounded: ["tail", "text"],
};

function opened(search = "", kind = KIND) {
  const { ports, entries, writes } = fakeHistory();
  const experiment = createExperiment(kind, kind.read(new URLSearchParams(search)), ports);
  return { experiment, entries, writes };
}

/** The experiment of a page that is loaded again at its entry, from what the server answers to its address. */
function reloaded(entry: Parameters<typeof placeOf>[0], kind = KIND) {
  const place = placeOf(entry);
  const { experiment, writes } = opened(place.params.toString(), kind);
  experiment.restore(place, true);
  assertEquals(writes, [], "to open is to write nothing");
  return experiment;
}

const LONG = "word ".repeat(2000);

Deno.test("an act makes an entry over what was typed before it, and Back undoes the act alone", () => {
  const { experiment, entries } = opened();
  experiment.set({ text: "b" });
  experiment.set({ seed: 3 }, "push");
  experiment.set({ text: "c" });
  assertEquals(entries.map(({ address }) => address), ["/page?text=b", "/page?text=c&seed=3"]);
  assertEquals(experiment.depth.value, 1);
  entries.pop();
  experiment.restore(placeOf(entries.at(-1)!));
  assertEquals([experiment.query.value.text, experiment.query.value.seed, experiment.depth.value], [
    "b",
    0,
    0,
  ]);
});

Deno.test("pushOver() gives the text before typing an entry of its own", () => {
  const { experiment, entries } = opened();
  const before = experiment.query.peek();
  experiment.set({ text: "typed" });
  experiment.pushOver(before);
  assertEquals(entries.map(({ address }) => address), ["/page", "/page?text=typed"]);
});

Deno.test("what sets a field that nobody typed into leaves the drafts the same object", () => {
  const { experiment } = opened();
  experiment.refuse("seed", "x", "is not a whole number");
  const before = experiment.drafts.value;
  experiment.set({ text: "b" });
  assertEquals(experiment.drafts.value === before, true);
});

Deno.test("a field left out of an address comes back with a reload, in the order of those that may be left out", () => {
  const { experiment, entries } = opened();
  experiment.set({ text: "b", tail: LONG, seed: 4 });
  assertEquals([entries.at(-1)!.address, experiment.leftOut.value], ["/page?text=b&seed=4", ["tail"]]);
  assertEquals(reloaded(entries.at(-1)!).query.value, experiment.query.value);
  experiment.set({ text: LONG });
  assertEquals([entries.at(-1)!.address, experiment.leftOut.value], ["/page?seed=4", ["tail", "text"]]);
  const again = reloaded(entries.at(-1)!);
  assertEquals([again.query.value, again.leftOut.value], [experiment.query.value, ["tail", "text"]]);
});

Deno.test("where nothing may be left out, an address that would be too long is the bare page's, and nothing is lost", () => {
  const kind = { ...KIND, unbounded: [] };
  const { experiment, entries } = opened("", kind);
  experiment.set({ tail: LONG, seed: 4 });
  assertEquals(entries.at(-1)!.address, "/page");
  assertEquals(reloaded(entries.at(-1)!, kind).query.value, experiment.query.value);
});

Deno.test("what cannot be read stays as typed over a reload, and its field keeps the value before", () => {
  const { experiment, entries } = opened("scale=2");
  experiment.refuse("scale", "two", "is not a number");
  experiment.refuse("seed", "", "is not a whole number");
  const again = reloaded(entries.at(-1)!);
  assertEquals(again.drafts.value, {
    scale: { text: "two", error: "is not a number" },
    seed: { text: "", error: "is not a whole number" },
  });
  assertEquals([again.query.value.scale, again.isCurrent.value], [2, false]);
  again.set({ scale: 3, seed: 1 });
  assertEquals([again.isCurrent.value, again.drafts.value], [true, {}]);
});

Deno.test("a page that shows its entry already is not drawn again by taking it", () => {
  const { experiment, entries } = opened();
  experiment.set({ seed: 5 });
  const { experiment: again } = opened("seed=5");
  const shown = again.query.value;
  again.restore(placeOf(entries.at(-1)!), true);
  assertEquals(again.query.value === shown, true);
});

Deno.test("an entry of an older page is read: values beside an address, right ones only", () => {
  for (const name of ["fields", "settings"]) {
    const state = { depth: 2, [name]: { text: LONG, seed: NaN, unknown: 1 } };
    const { experiment } = opened("seed=5");
    experiment.restore({ params: new URLSearchParams("seed=5"), state, isOwn: true }, true);
    assertEquals(
      [experiment.query.value.text, experiment.query.value.seed, experiment.depth.value],
      [LONG, 5, 2],
    );
  }
});

Deno.test("an entry of anybody else keeps nothing, and breaks nothing", () => {
  for (const state of [null, undefined, 7, "x", {}, { drafts: { seed: "x" } }]) {
    const { experiment } = opened("seed=5");
    experiment.restore({ params: new URLSearchParams("seed=6"), state, isOwn: true });
    assertEquals([experiment.query.value.seed, experiment.drafts.value], [6, {}]);
  }
});
