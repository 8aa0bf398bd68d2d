/** What `/` shows is one function of answer and query. */
import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { parsePredictorQuery } from "@/lib/experiment/fields/predictor_fields.ts";
import { createPredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import { EMPTY_PAGE, type PredictorPage } from "@/lib/labs/predictor/views/page_views.ts";
import { fakeModel } from "@/tests/lm/fake_model.ts";
import { fakePorts } from "../fake_ports.ts";

async function opened(search: string) {
  const start = { ...parsePredictorQuery(new URLSearchParams(search)), snapshot: null };
  const { ports } = fakePorts(fakeModel({ tokens: ["the", " a", " b", " c"] }));
  const lab = createPredictorLab(start, ports);
  await lab.open(null, true);
  return { lab, start, ports };
}

Deno.test("the answer that a server sends is what the tab shows of its own", async () => {
  const { lab, start, ports } = await opened("text=the+a&path=2.1&branches=3&model=counts&context_limit=2");
  const snapshot = JSON.parse(JSON.stringify(lab.snapshot()));
  const taken = createPredictorLab({ ...start, snapshot }, ports);
  for (const name of Object.keys(EMPTY_PAGE) as (keyof PredictorPage)[]) {
    assertEquals<unknown>(taken.views[name].value, lab.views[name].value, name);
  }
});

Deno.test("a typed letter leaves the shown distribution and tokens the same objects; the sampler makes another one", async () => {
  const { lab } = await opened("text=the&model=counts");
  const { tokens, distribution } = lab.views.page.value;
  lab.state.query.value = { ...lab.state.query.value, text: "the b" };
  assertStrictEquals(lab.views.tokens.value, tokens);
  assertStrictEquals(lab.views.distribution.value, distribution);
  for (const changed of [{ temperature: 0.5 }, { top: 2 }, { stages: ["top_k" as const] }]) {
    lab.state.query.value = { ...lab.state.query.value, ...changed };
    assert(lab.views.distribution.value !== distribution);
  }
});
