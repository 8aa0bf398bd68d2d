/** The choice of how a token is picked, in its own words. */
import { assertEquals, assertMatch } from "@std/assert";
import { renderToString } from "preact-render-to-string";
import { PickChoice } from "@/lib/ui/predictor/line/pick_choice.tsx";
import { bodyOf } from "@/tests/fixtures/document_of.ts";

/** The words of each choice, by its value. */
function titles(): Record<string, string> {
  const body = bodyOf(renderToString(<PickChoice pick="sample" seed={7} />));
  return Object.fromEntries(
    [...body.querySelectorAll<HTMLInputElement>("input[name=pick]")].map((each) => [
      each.getAttribute("value"),
      each.closest("label")!.getAttribute("title"),
    ]),
  );
}

Deno.test("sample says that the seed decides, so that twice with one seed is no surprise; greedy says nothing of it", () => {
  const { sample, greedy } = titles();
  assertMatch(sample!, /the seed decides/);
  assertMatch(sample!, /same seed draws the same tokens/);
  assertMatch(greedy!, /always/);
  assertEquals(/seed/.test(greedy!), false);
});

Deno.test("what is wrong with the seed begins with the field's name", () => {
  const body = bodyOf(
    renderToString(<PickChoice pick="sample" seed={-3} seedError="is not a whole number" />),
  );
  assertEquals(body.querySelector(".field-error")!.textContent, "seed is not a whole number");
  assertEquals(body.querySelector("[name=seed]")!.getAttribute("value"), "-3");
});
