/** The room for guesses on paper. */
import { assertEquals } from "@std/assert";
import { renderToString } from "preact-render-to-string";
import { STEPS } from "@/lib/learn/course/steps.ts";
import { CourseGuesses, paperHint } from "@/routes/teach/course_sheet.tsx";
import { bodyOf } from "@/tests/fixtures/document_of.ts";

const body = bodyOf(renderToString(<CourseGuesses />));

/** The marks of a scale and their places from the left. */
function marks(label: string): [string, number][] {
  const svg = [...body.querySelectorAll("svg")].find((each) =>
    each.getAttribute("aria-label") === `A line for: ${label}`
  )!;
  return [...svg.querySelectorAll("text")].map((each) => [
    each.textContent,
    Math.round(parseFloat(each.getAttribute("x")!) * 10) / 10,
  ]);
}

Deno.test("a scale on paper has its ends and its quarters, at values that a bar can have", () => {
  assertEquals(marks("Size of the cache"), [
    ["0\u00a0GiB", 4],
    ["16\u00a0GiB", 26],
    ["32\u00a0GiB", 48],
    ["48\u00a0GiB", 70],
    ["64\u00a0GiB", 92],
  ]);
  // From 1 to 6: a quarter is 2.25, which is no number of passes.
  assertEquals(marks("Passes"), [
    ["1 pass", 4],
    ["2 passes", 21.6],
    ["4 passes", 56.8],
    ["5 passes", 74.4],
    ["6 passes", 92],
  ]);
});

Deno.test("each kind of guess has its own room", () => {
  const count = (kind: string) => STEPS.filter(({ guess }) => guess.kind === kind).length;
  const room = [".sheet-scale", ".sheet-line", ".sheet-order"].map((each) =>
    body.querySelectorAll(each).length
  );
  assertEquals(room, [count("bar"), count("word"), count("order")]);
  for (const { guess } of STEPS) {
    if (guess.kind !== "order") continue;
    const shown = guess.shown.map((at) => guess.items[at]!);
    const lists = [...body.querySelectorAll(".sheet-order")].map((list) =>
      [...list.querySelectorAll("li")].map((each) => each.textContent.trim()).join()
    );
    assertEquals(lists.includes(shown.join()), true, "as they are shown, not as they are");
  }
});

Deno.test("a hint on paper says nothing of the screen", () => {
  const [step] = STEPS;
  const hint = (text: string) => paperHint({ ...step!, hint: text });
  assertEquals(hint("Think of one word. Drag the bar, then look."), "Think of one word.");
  assertEquals(hint("Type it, then look."), "");
});
