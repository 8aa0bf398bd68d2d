/** The predictor's page of a site with a mirror: it offers the hub's models that the mirror holds, and no others. */
import { assertEquals } from "@std/assert";
import { documentOf } from "../fixtures/document_of.ts";
import { siteWith } from "../server/site_under_test.ts";

const SMOLLM2 = "HuggingFaceTB/SmolLM2-135M-Instruct";

/** What the row of models offers to load, and whether the page names SmolLM2 anywhere. */
async function offered(environment: Record<string, string>): Promise<[loads: string[], named: boolean]> {
  const html = await (await siteWith(environment)("/")).text();
  const buttons = [...documentOf(html).querySelectorAll(".model-row button")];
  const loads = buttons.map((each) => /^Load (\S+) /.exec(each.textContent!)?.[1]);
  return [loads.filter((each) => each !== undefined), /SmolLM2-135M/.test(html)];
}

Deno.test("GET / offers no hub model that the site's mirror does not hold, and one that it holds", async () => {
  const [empty, holding] = [await Deno.makeTempDir(), await Deno.makeTempDir()];
  await Deno.mkdir(`${holding}/${SMOLLM2}`, { recursive: true });
  try {
    assertEquals(await offered({ MODEL_MIRROR: empty }), [[], false]);
    assertEquals(await offered({ MODEL_MIRROR: holding }), [[SMOLLM2], true]);
    assertEquals((await offered({}))[0], [SMOLLM2], "without a mirror the hub has it");
  } finally {
    await Promise.all([empty, holding].map((each) => Deno.remove(each, { recursive: true })));
  }
});
