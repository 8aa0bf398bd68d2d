import { assertEquals } from "@std/assert";
import { bodyOf } from "../../fixtures/document_of.ts";
import { findFigures } from "@/lib/labs/share/find_figures.ts";

/** Titles of what is found; an element with `hidden` is not shown. */
function titlesIn(html: string): string[] {
  const body = bodyOf(html);
  for (const element of body.querySelectorAll("*")) {
    element.checkVisibility = () => element.closest("[hidden]") === null;
    element.getBoundingClientRect = () => ({ width: element.hasAttribute("data-flat") ? 0 : 9 }) as DOMRect;
  }
  return findFigures(body).map(({ title }) => title);
}

Deno.test("findFigures() finds drawings once, the outermost, and only what is shown", () => {
  assertEquals(
    titlesIn(`
      <figure><svg role="img" aria-label="in"></svg><figcaption>Loss<span class="tip">what</span></figcaption></figure>
      <table><caption>Bars of
        tokens</caption><tbody><tr><td><svg></svg></td></tr></tbody></table>
      <table class="heat-map"><caption>Tints</caption></table>
      <table><caption>No drawing</caption></table>
      <svg role="img" aria-label="Alone"></svg>
      <svg></svg>
      <div hidden><svg role="img" aria-label="Hidden"></svg></div>
      <svg role="img" aria-label="Flat" data-flat></svg>`),
    ["Loss", "Bars of tokens", "Tints", "Alone"],
  );
});

Deno.test("findFigures() takes a section's name where a label only describes", () => {
  const long =
    "a line that falls from the left to the right and then goes on for longer than any title does, at length";
  assertEquals(
    titlesIn(`
      <section aria-label="Loss"><figure><svg role="img" aria-label="${long}"></svg></figure></section>
      <figure><svg role="img" aria-label="${long}"></svg></figure>
      <figure><svg></svg></figure>`),
    ["Loss", long.slice(0, 90), "Figure"],
  );
});
