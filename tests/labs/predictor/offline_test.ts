/** Without a connection before the first key: said in words, and the figures of the text before are known as such. */
import { assert, assertEquals } from "@std/assert";
import { DEFAULT_QUERY } from "@/lib/experiment/fields/predictor_fields.ts";
import { createPredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import { serverCounts } from "@/lib/server/count_corpus.ts";
import { fakePorts } from "../fake_ports.ts";

Deno.test("a model that cannot be fetched is a problem in words, and what is shown is stale until it answers", async () => {
  const { ports } = fakePorts(serverCounts());
  let isOnline = false;
  const embedded = () =>
    isOnline ? ports.embedded("counts") : Promise.reject(new TypeError("Failed to fetch"));
  const start = { query: { ...DEFAULT_QUERY, model: "counts" }, notices: [], snapshot: null };
  const lab = createPredictorLab(start, { ...ports, embedded });
  lab.edit.setText("The parcel is");
  await lab.settled();
  const { message, action } = lab.state.problem.value!;
  assert(!/fetch/i.test(message), message);
  assertEquals(action, "retry");
  assert(lab.views.stale.value);
  isOnline = true;
  lab.act("retry");
  await lab.settled();
  assertEquals([lab.state.problem.value, lab.views.stale.value], [null, false]);
});
