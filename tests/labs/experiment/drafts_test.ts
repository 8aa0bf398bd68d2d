/** What a field of numbers shows, and what of the drafts is kept beside an address. */
import { assertEquals } from "@std/assert";
import { shownNumber, unreadTexts } from "@/lib/labs/experiment/drafts.ts";
import { createAddressPace } from "@/lib/labs/address_pace.ts";

const DRAFTS = {
  wrong: { text: "12", error: "is too large" },
  empty: { text: "", error: "is not a number" },
  letters: { text: "x", error: "is not a number" },
  fine: { text: "7.0", error: null },
};

Deno.test("a number that cannot be used is shown as typed, any other as its value, an empty field as none", () => {
  const shown = [...Object.keys(DRAFTS), "none"].map((name) => shownNumber(DRAFTS, name, 7));
  assertEquals(shown, [12, null, NaN, 7, 7]);
  assertEquals(shownNumber({}, "none", null), null);
});

Deno.test("texts that cannot be read are kept, an empty one too; those that can are in the address", () => {
  assertEquals(unreadTexts(DRAFTS), { wrong: "12", empty: "", letters: "x" });
});

Deno.test("an address is written at once 400 ms after the last time, and a moment earlier it waits for the rest", async () => {
  let time = 1000;
  const writes: [string, number][] = [];
  const waits: number[] = [];
  const held: (() => void)[] = [];
  const pace = createAddressPace((how) => writes.push([how, time]), {
    now: () => time,
    wait: (rest) => (waits.push(rest), new Promise((resolve) => held.push(resolve))),
  });
  pace.replaceSoon();
  time += 400;
  pace.replaceSoon();
  time += 399;
  pace.replaceSoon();
  pace.replaceSoon();
  assertEquals([writes, waits], [[["replace", 1000], ["replace", 1400]], [1]]);
  pace.push();
  held[0]!();
  await Promise.resolve();
  await Promise.resolve();
  // What waited was written with the act: nothing more comes.
  assertEquals(writes.slice(2), [["push", 1799]]);
  pace.flush();
  assertEquals(writes.length, 3);
  time += 100;
  pace.replaceSoon();
  pace.flush();
  assertEquals([writes.at(-1), waits], [["replace", 1899], [1, 300]]);
});
