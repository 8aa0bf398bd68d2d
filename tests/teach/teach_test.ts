/** Plans add up, hide only what there is to hide, and booklets share the faces of a die. */
import { assert, assertEquals } from "@std/assert";
import { labs } from "@/routes/labs.ts";
import { DICE, diceBooklet, shareFaces } from "@/lib/teach/dice_booklet.ts";
import { embedOf, PLANS } from "@/lib/teach/plans.ts";
import { pages } from "@/routes/mod.ts";
import { STEPS } from "@/lib/learn/course/steps.ts";
import { siteWith } from "../server/site_under_test.ts";

Deno.test("the minutes of each plan's parts sum to the plan's", () => {
  for (const { minutes, parts } of PLANS) {
    assertEquals(parts.reduce((sum, part) => sum + part.minutes, 0), minutes);
  }
});

Deno.test("each part is a page of the site, and hides what that page can", () => {
  for (const part of PLANS.flatMap(({ parts }) => parts)) {
    const path = part.href.split("?")[0]!;
    const page = pages.find((each) => each.path === path);
    assert(page, path);
    if (embedOf(part) === null) continue;
    assert(page.embed, path);
    const names = labs.find((lab) => lab.path === path)!.parts.map(({ name }) => name);
    for (const name of part.hide.split(",")) assert(names.includes(name), `${path} ${name}`);
  }
});

Deno.test("what is to be guessed first is a step of the course, and its frame is on the page", async () => {
  const guessed = PLANS.flatMap(({ parts }) => parts).flatMap(({ step }) => step === null ? [] : [step]);
  assert(new Set(guessed).size >= 6);
  const html = await (await siteWith()("/teach")).text();
  for (const step of guessed) {
    assert(STEPS.some(({ name }) => name === step), step);
    assert(html.includes(`href="/embed/learn/${step}"`), step);
    assert(
      html.includes(`/embed/learn/${step}&quot; title=`) ||
        html.includes(`/embed/learn/${step}\\&quot; title=`),
      step,
    );
  }
});

Deno.test("every face of a die leads to one word, in the share of its counts", () => {
  const text = "the package left the warehouse\nthe parcel left the hub\nthe order left the warehouse";
  for (const die of DICE) {
    for (const { lines, total, largestError } of diceBooklet(text, die)) {
      const faces = lines.flatMap(({ faces }) => faces ?? []);
      assertEquals(lines.reduce((sum, { count }) => sum + count, 0), total);
      assertEquals([faces[0], faces.at(-1)], [1, die]);
      assert(largestError < 1 / die);
    }
  }
  const the = diceBooklet(text, 20).find(({ context }) => context === "the")!;
  assertEquals(the.lines[0], { word: "warehouse", count: 2, faces: [1, 7] });
});

Deno.test("shareFaces() gives the rest to the largest remainders", () => {
  assertEquals(shareFaces([1, 1, 1], 3, 10), [4, 3, 3]);
  assertEquals(shareFaces([99, 1], 100, 10), [10, 0]);
});
