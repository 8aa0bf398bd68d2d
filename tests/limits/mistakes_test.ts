/** Every link of the experiments and mistakes leads to a page of the site. */
import { assert, assertEquals } from "@std/assert";
import { EXPERIMENTS } from "@/lib/limits/experiments.ts";
import { MISTAKES } from "@/lib/limits/mistakes.ts";
import { pages } from "@/routes/mod.ts";

Deno.test("six mistakes, and every link leads to a page", () => {
  assertEquals(MISTAKES.length, 6);
  const links = [
    ...MISTAKES.flatMap(({ symptomHref, fixHref }) => [symptomHref, fixHref]),
    ...EXPERIMENTS.flatMap(({ next }) => next.map(([href]) => href)),
  ];
  for (const href of links) {
    const path = href.split("?")[0]!;
    assert(pages.some((page) => page.path === path), href);
  }
});
