/** A page and the API compute the same of one query: every figure that the API's answer names stands on the page. */
import { assert, assertEquals } from "@std/assert";
import { apiRequest } from "@/lib/labs/share/api_request.ts";
import { siteWith } from "../server/site_under_test.ts";

const STATES = [
  "/?text=The+refund+policy+says&temperature=0.7&top_k=5",
  "/?text=The+truck+left+the&model=parcel-gru",
  "/softmax?labels=a,b,c&logits=2.4,1.7,0.2&temperature=1.4",
  "/softmax?temperature=0.5",
  "/softmax?temperature=2",
  "/softmax?labels=a,b,c&logits=2.4,1.7,0.2&temperature=1.4&min_p=0.2&typical_p=0.9&draws=8",
  "/ngram?corpus=parcel_messages&order=3&context=the+package&smoothing=kneser_ney",
  "/loss?probabilities=0.6,0.8,0.25,0.5",
  "/loss?probabilities=0.5,0.5,0.5,0.125",
  "/loss?from=logits",
  "/score?text=The+order+was+late.&model=parcel-gru",
  "/score?text=The+order+was+late.&convention=lm_eval",
  "/kv-cache?preset=llama-3.1-8b&tokens=8192&memory_gib=80",
  "/context?limit=64&prompt_tokens=40&generated_tokens=60&policy=slide_with_sinks",
];

/** Fractions of an answer by their path in it; of a list those of its first two. */
function fractionsOf(answer: unknown, path = ""): [string, number][] {
  if (typeof answer === "number") return Number.isInteger(answer) ? [] : [[path, answer]];
  if (Array.isArray(answer)) {
    return answer.slice(0, 2).flatMap((each, i) => fractionsOf(each, `${path}/${i}`));
  }
  if (typeof answer !== "object" || answer === null) return [];
  return Object.entries(answer).flatMap(([name, each]) => fractionsOf(each, `${path}/${name}`));
}

/** Float32 sums of another order, relative. */
const TOLERANCE = 1e-5;

/** As it is, in percent, and nats in bits. */
const FACTORS = [1, 100, 1 / Math.LN2];

/** Whether a figure of the page is this number, or of at least three digits and this number in one of the page's units. */
function isShown(value: number, shown: readonly string[]): boolean {
  return shown.some((figure) => {
    const digits = figure.replaceAll(",", "");
    const half = 0.500001 * 10 ** -(digits.split(".")[1]?.length ?? 0);
    const slack = Math.max(half, TOLERANCE * Number(digits));
    return Number(digits) === Math.abs(value) || digits.replace(/^[0.]+/, "").length >= 4 &&
        FACTORS.some((factor) => Math.abs(Number(digits) - factor * Math.abs(value)) <= slack);
  });
}

Deno.test("a page shows what the API answers to the same query", async () => {
  const ask = siteWith({ RATE_LIMIT: "0" });
  let count = 0;
  for (const address of STATES) {
    const [page = "", query = ""] = address.split("?");
    const { path, body, textFrom } = apiRequest(page, new URLSearchParams(query))!;
    const text = textFrom === null ? {} : { text: await (await ask(textFrom)).text() };
    const response = await ask(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ...body, ...text }),
    });
    const answer = await response.json();
    assertEquals(response.status, 200, `${address}: ${JSON.stringify(answer)}`);
    const shown = [...(await (await ask(address)).text()).matchAll(/\d[\d,]*\.\d+/g)].map(([figure]) =>
      figure
    );
    // How surprising the text's own tokens were, the tab computes.
    const { prompt_log_probabilities: _, ...compared } = answer;
    const fractions = fractionsOf(compared);
    assertEquals(fractions.filter(([, value]) => !isShown(value, shown)), [], address);
    count += fractions.length;
  }
  assert(count >= 80, `${count} figures were compared`);
});
