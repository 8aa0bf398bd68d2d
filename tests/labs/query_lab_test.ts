import { assertEquals } from "@std/assert";
import type { FieldTable } from "@/lib/experiment/codec.ts";
import { integerField, numberField } from "@/lib/experiment/fields/field.ts";
import { numbersField } from "@/lib/experiment/fields/list_fields.ts";
import { createQueryLab } from "@/lib/labs/query/query_lab.ts";
import { fakeHistory, placeOf } from "@/tests/labs/fake_history.ts";

interface Query {
  readonly numbers: readonly number[];
  readonly scale: number;
  readonly steps: number;
}

const FIELDS: FieldTable<Query> = {
  numbers: numbersField([1, 2], { most: 5000 }),
  scale: numberField(1, 0, 10),
  steps: integerField(3, 0, 9),
};

function labWith(search: string) {
  const { ports, entries, writes } = fakeHistory();
  const lab = createQueryLab(FIELDS, new URLSearchParams(search), "/page", ports);
  return { lab, entries, writes };
}

Deno.test("createQueryLab() computes with the default where a value is bad, and keeps what stood there", () => {
  const { lab } = labWith("numbers=1,x&scale=2");
  assertEquals(lab.query.value, { numbers: [1, 2], scale: 2, steps: 3 });
  assertEquals([lab.text("numbers"), lab.error("numbers")], ["1,x", 'holds "x", which is no number']);
  assertEquals(lab.notices.value.length, 1);
  assertEquals(lab.isCurrent.value, false);
});

Deno.test("type() shows what was typed as typed, and its value where it has one", () => {
  const { lab, writes } = labWith("");
  lab.type("numbers", "3, 4,");
  assertEquals([lab.text("numbers"), lab.error("numbers"), lab.query.value.numbers], ["3, 4,", null, [3, 4]]);
  lab.type("numbers", "3, 4, -");
  assertEquals([lab.text("numbers"), lab.query.value.numbers], ["3, 4, -", [3, 4]]);
  assertEquals([lab.isCurrent.value, writes.length], [false, 2], "what cannot be read is kept too");
  lab.type("numbers", "");
  assertEquals([lab.text("numbers"), lab.query.value.numbers, lab.isCurrent.value], ["", [1, 2], true]);
});

Deno.test("set() replaces the address and the drafts of what it sets, and of nothing else", () => {
  const { lab, writes } = labWith("");
  lab.type("numbers", "7,");
  lab.type("scale", "x");
  lab.set({ numbers: [8] });
  assertEquals([lab.text("numbers"), lab.text("scale"), lab.error("scale")], ["8", "x", "is not a number"]);
  assertEquals(writes.at(-1), ["replace", "/page?numbers=8", "numbers=8"]);
});

Deno.test("open() takes another address' state; a show me is a new entry, Back is none", () => {
  const { lab, entries, writes } = labWith("scale=x");
  lab.open(new URLSearchParams("steps=5"), "push");
  assertEquals([lab.query.value.steps, lab.text("scale"), lab.notices.value], [5, "1", []]);
  assertEquals(writes, [["push", "/page?steps=5", "steps=5"]]);
  entries.pop();
  lab.restore({ ...placeOf(entries.at(-1)!), params: new URLSearchParams("steps=6") });
  assertEquals([lab.query.value.steps, writes.length, lab.depth.value], [6, 1, 0]);
});

Deno.test("a link would not hold what is too long for an address, and dismissing does not hide it", () => {
  const { lab, entries } = labWith("scale=x");
  lab.set({ numbers: Array(4500).fill(1) });
  assertEquals([entries.at(-1)!.address, lab.notices.value.length], ["/page", 2]);
  lab.dismissNotices();
  assertEquals(lab.notices.value.length, 1);
  lab.set({ numbers: [1] });
  assertEquals(lab.notices.value, []);
});
