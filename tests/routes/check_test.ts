/** The mastery check as a form that needs no script. */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { makeCheck } from "@/lib/learn/check/make_check.ts";
import { documentOf } from "../fixtures/document_of.ts";
import { siteWith } from "../server/site_under_test.ts";

const html = async (address: string) => await (await siteWith()(address)).text();
const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;

function answers(seed: number, right: number): string {
  const chosen = makeCheck(seed).map(({ answer }, index) => index < right ? answer : (answer + 1) % 4);
  return `/check?seed=${seed}&` + chosen.map((choice, index) => `q${index + 1}=${choice + 1}`).join("&");
}

Deno.test("GET /check is a form of ten fieldsets with four radio buttons each", async () => {
  const page = await html("/check?seed=3");
  const document = documentOf(page);
  assertEquals(document.querySelectorAll("fieldset[data-type]").length, 10);
  for (let index = 1; index <= 10; index++) {
    const radios = [...document.querySelectorAll(`input[type=radio][name=q${index}]`)];
    assertEquals(radios.map((radio) => radio.getAttribute("value")), ["1", "2", "3", "4"]);
  }
  assertStringIncludes(page, '<input type="hidden" name="seed" value="3"');
  assert(!page.includes("data-score"));
});

Deno.test("its answer says the score, and passes above 75 %", async () => {
  const passed = await html(answers(3, 8));
  assertMatch(passed, /data-score="8"[^>]* data-passed="true"/);
  assertEquals([count(passed, /data-answer="right"/g), count(passed, /data-answer="wrong"/g)], [8, 2]);
  assertMatch(await html(answers(3, 7)), /data-score="7"[^>]* data-passed="false"/);
  assertMatch(await html(answers(0, 10)), /data-score="10"[^>]* data-passed="true"/);
});

Deno.test("the result lights fifteen aims as links", async () => {
  const page = await html(answers(5, 6));
  assertEquals(count(page, /<a href="[^"]*" tab[iI]ndex="-1" class="ring-/g), 15);
  assertEquals(count(page, /class="ring-right"/g), 12, "6 on the rings and 6 in the list");
});

Deno.test("a teacher's link keeps its seed and what it hides", async () => {
  const asked = await html("/check?seed=9&hide=reasons,again&hide=aims");
  assert(!asked.includes("About:") && !asked.includes("Ten other questions"));
  const hidden = await html(answers(9, 4) + "&hide=reasons,links,aims,again");
  for (const text of ["ring-", "Right is", "Ten other questions", "For teachers: one link", "See this"]) {
    assert(!hidden.includes(text), text);
  }
  assertStringIncludes(
    await html("/check?seed=9&hide=links"),
    '<input type="hidden" name="hide" value="links"',
  );
});
