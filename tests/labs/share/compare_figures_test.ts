import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { compareFigures } from "@/lib/labs/share/compare_figures.ts";
import { replaySentence } from "@/lib/labs/share/replay_sentence.ts";
import type { Figure } from "@/lib/experiment/store/stored_experiment.ts";

function figures(values: Record<string, Figure["value"]>): Figure[] {
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}

function sentence(stored: readonly Figure[], replayed: readonly Figure[], sources = ["a"], isEdited = false) {
  const comparison = compareFigures(stored, replayed);
  return replaySentence({ ...comparison, stored: { sources: ["a"], figures: stored }, sources, isEdited });
}

Deno.test("compareFigures() lets a hundred-thousandth pass, and no more", () => {
  const stored = figures({ same: 1, near: 1, far: 1, tiny: 0, small: 1e-12, text: "end", none: null });
  const replayed = figures({
    same: 1,
    near: 1.000005,
    far: 1.00002,
    tiny: 5e-10,
    small: 3e-12,
    text: "end",
    none: null,
  });
  const { figures: compared, differing, isReplayed } = compareFigures(stored, replayed);
  assertEquals([differing, isReplayed], [1, true]);
  assertEquals(compared.map(({ name }) => name), ["far", "same", "near", "tiny", "small", "text", "none"]);
});

Deno.test("compareFigures() takes a figure that is not shown, or of another kind, for another one", () => {
  const stored = figures({ gone: 1, text: "end", infinite: null, one: 1 });
  const { figures: compared, differing } = compareFigures(
    stored,
    figures({ text: "limit", infinite: 3, one: "1", more: 2 }),
  );
  assertEquals(differing, 4);
  assertEquals(compared.find(({ name }) => name === "gone")?.replayed, undefined);
  assert(!compared.some(({ name }) => name === "more"));
});

Deno.test("compareFigures() knows when nothing was replayed", () => {
  assertEquals(compareFigures(figures({ a: 1 }), []).isReplayed, false);
  assertEquals(compareFigures(figures({ a: 1 }), figures({ b: 1 })).isReplayed, false);
});

Deno.test("replaySentence() names who computed what, and never calls a stored figure checked", () => {
  const stored = figures({ a: 1, b: 2 });
  assertStringIncludes(sentence(stored, []), "Nobody has checked them");
  assertStringIncludes(
    sentence(stored, stored),
    "Replayed the same: all 2 figures agree within 0.001 %, by a.",
  );
  assertStringIncludes(sentence(stored, stored, ["b"]), "stored by a, replayed by b");
  const differs = sentence(stored, figures({ a: 1, b: 3 }), ["b"]);
  assertStringIncludes(
    differs,
    "1 of 2 figures differ by more than 0.001 %. Stored by a; replayed by b.",
  );
  assertStringIncludes(sentence(stored, stored, ["a"], true), "changed the experiment since");
});

Deno.test("compareFigures() takes the part of the larger figure, whichever side it is on, and of either sign", () => {
  const agree = (a: number, b: number) =>
    compareFigures(figures({ x: a }), figures({ x: b })).differing === 0;
  const [small, large] = [200_000, 200_002.00001];
  assertEquals([agree(small, large), agree(large, small), agree(-small, -large)], [true, true, true]);
  assertEquals([agree(200_000, 200_002.0001), agree(200_002.0001, 200_000), agree(1, -1)], [
    false,
    false,
    false,
  ]);
  assertEquals([agree(0, 1e-9), agree(0, 1.1e-9)], [true, false]);
});
