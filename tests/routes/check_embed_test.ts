import { assert, assertMatch } from "@std/assert";
import { siteWith } from "../server/site_under_test.ts";

Deno.test("/embed/check stays in its frame, and its result carries the score that the frame tells", async () => {
  const ask = siteWith();
  const asked = await (await ask("/embed/check")).text();
  assertMatch(asked, /<form class="check" action="\/embed\/check"/);
  assert(!/name="hide"/.test(asked));
  const graded = await ask("/embed/check?q1=1");
  assertMatch(await graded.text(), /data-score="\d+" data-questions="10"/);
  assertMatch(graded.headers.get("content-security-policy") ?? "", /frame-ancestors \*/);
});
