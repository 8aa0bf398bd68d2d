/** A picture computes what its page computes: every figure that is drawn stands on the page of the same query. */
import { assert, assertEquals } from "@std/assert";
import { renderToString } from "preact-render-to-string";
import { labs } from "@/routes/labs.ts";
import { pages } from "@/routes/mod.ts";
import { previewOf } from "@/routes/preview/previews.ts";
import { LAB_STATES, labsWithoutState } from "../fixtures/lab_states.ts";
import { siteWith } from "../server/site_under_test.ts";

/** Numbers with a decimal point, as they are written. */
function figuresOf(text: string): string[] {
  return [...text.matchAll(/\d[\d,]*\.\d+/g)].map(([figure]) => figure);
}

/** Half a unit of the last digit. */
function slack(figure: string): number {
  return 0.500001 * 10 ** -figure.split(".")[1]!.length;
}

/** Whether two figures, one of them written with fewer digits or as percent, are the same. */
function isRoundingOf(drawn: string, shown: string): boolean {
  const [a, b] = [drawn, shown].map((figure) => Number(figure.replaceAll(",", ""))) as [number, number];
  return [1, 100].some((factor) => Math.abs(a - factor * b) <= slack(drawn) + factor * slack(shown));
}

function wordsOf(markup: string): string {
  return markup.replaceAll(/<(script|style)[\s\S]*?<\/\1>/g, " ").replaceAll(/<[^>]*>/g, " ");
}

Deno.test("every figure of a picture stands on the page of the same query", async () => {
  const ask = siteWith({ RATE_LIMIT: "0" });
  assertEquals(labsWithoutState(), []);
  let compared = 0;
  for (const address of [...LAB_STATES, ...labs.map(({ path }) => path)]) {
    const [path = "", query = ""] = address.split("?");
    const svg = renderToString(await previewOf(path, pages)!.draw(new URLSearchParams(query)));
    // A picture has fewer rows than its page, so that more are among the others.
    const drawn = figuresOf(wordsOf(svg).replace(/the other .*?\d\s%/, ""));
    const response = await ask(address);
    assertEquals(response.status, 200, address);
    const shown = figuresOf(await response.text());
    assertEquals(drawn.filter((figure) => !shown.some((each) => isRoundingOf(figure, each))), [], address);
    compared += drawn.length;
  }
  assert(compared > 60, `${compared} figures were compared`);
});
