/** A picture computes what its page computes: every figure that is drawn stands on the page of the same query. */
import { assert, assertEquals } from "@std/assert";
import { renderToString } from "preact-render-to-string";
import { labs } from "@/routes/labs.ts";
import { pages } from "@/routes/mod.ts";
import { previewOf } from "@/routes/preview/previews.ts";
import { siteWith } from "../server/site_under_test.ts";

/** Two states of each experiment: as it opens, and one in which whatever a picture could forget differs. */
const STATES = [
  "/?text=The+refund+policy+says&temperature=0.7&top_k=5",
  "/?text=The+truck+left+the&model=parcel-gru",
  "/?text=The+truck+left+the&model=counts",
  "/softmax?labels=a,b,c&logits=2.4,1.7,0.2&temperature=1.4&min_p=0.2",
  "/ngram?corpus=parcel_messages&order=3&context=the+package&smoothing=kneser_ney",
  "/ngram?words=warehouse+hub+depot&smoothing=add_k&k=0.5",
  "/loss?probabilities=0.6,0.8,0.25,0.5",
  "/loss?from=logits",
  "/score?text=The+order+was+late.&model=parcel-gru",
  "/score?text=The+order+was+late.&convention=lm_eval",
  "/table?run=1",
  "/kv-cache?preset=llama-3.1-8b&tokens=8192&memory_gib=80",
  "/context?limit=64&prompt_tokens=40&generated_tokens=60&policy=slide_with_sinks",
  "/train?run=1&steps=30&learning_rate=0.02",
  "/compare?text=The+package+left+the&beside_text=The+order+left+the&model=parcel-gru",
  "/objectives?text=The+carrier+left+the+hub.&blank=1",
  "/ladder?text=The+parcel+left+the+hub.",
  ...labs.map(({ path }) => path),
];

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
  for (const { path } of labs) {
    assert(STATES.some((each) => each.startsWith(`${path}?`)), `no state of ${path} but as it opens`);
  }
  let compared = 0;
  for (const address of STATES) {
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
