/** A page and the API compute the same of one query: every figure that the API's answer names stands on the page. */
import { assert, assertEquals } from "@std/assert";
import { apiRequest } from "@/lib/labs/share/api_request.ts";
import { LAB_STATES, labsWithoutState } from "../fixtures/lab_states.ts";
import { siteWith } from "../server/site_under_test.ts";

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
  assertEquals(labsWithoutState(), []);
  let count = 0;
  for (const address of LAB_STATES) {
    const [page = "", query = ""] = address.split("?");
    const request = apiRequest(page, new URLSearchParams(query));
    if (request === null) continue;
    const { path, body, textFrom } = request;
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
