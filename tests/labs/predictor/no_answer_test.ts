/** What is asked of a prediction where there is none. */
import { assertEquals } from "@std/assert";
import { parsePredictorQuery } from "@/lib/experiment/fields/predictor_fields.ts";
import { createPredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import { fakeModel } from "@/tests/lm/fake_model.ts";
import { fakePorts } from "@/tests/labs/fake_ports.ts";

Deno.test("a token that is looked up or opened, or a comparison, has no answer where the model failed: its failure is told", async () => {
  const failing = {
    ...fakeModel({ tokens: ["the", " a"] }),
    logits: () => Promise.reject(new Error("no memory")),
  };
  const { ports } = fakePorts(failing);
  const { query, notices } = parsePredictorQuery(new URLSearchParams("text=the"));
  const lab = createPredictorLab({ query, notices, snapshot: null }, ports);
  await lab.open(null, true);
  await lab.settled();
  const { prediction, problem, lookedUp, inspection, comparison } = lab.state;
  const told = problem.value?.message;
  assertEquals([prediction.value, told?.includes("no memory")], [null, true]);
  const { lookUp, inspect, inspectAll, compareCache } = lab.tokens;
  for (const ask of [() => lookUp("a"), () => inspect(0), inspectAll, compareCache]) {
    await ask();
    assertEquals([lookedUp.value, inspection.value, comparison.value], [null, null, null]);
    assertEquals(problem.value?.message, told);
  }
});
