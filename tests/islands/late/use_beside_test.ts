import { assertEquals } from "@std/assert";
import { signal } from "@preact/signals";
import { useBeside } from "@/islands/predictor/beside/use_beside.ts";
import { parsePredictorQuery } from "@/lib/experiment/fields/predictor_fields.ts";
import { createPredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { heldModel } from "@/tests/fixtures/held_model.ts";
import { settled, until } from "@/tests/fixtures/held.ts";
import { mountedHook } from "@/tests/fixtures/mounted.ts";
import { fakePorts } from "@/tests/labs/fake_ports.ts";
import { fakeModel } from "@/tests/lm/fake_model.ts";

const TOKENS = ["the", " a", " b", " c"];
/** Effects of a drawn component run a frame later. */
const FRAME = 60;

Deno.test("useBeside() shows the second model's answer to the last text, and none of the model before", async () => {
  const { ports } = fakePorts(fakeModel({ tokens: TOKENS }));
  const { query, notices } = parsePredictorQuery(new URLSearchParams("text=the"));
  const lab = createPredictorLab({ query, notices, snapshot: null }, ports);
  await lab.open(null, true);
  const first = heldModel(fakeModel({ tokens: TOKENS }));
  const second = fakeModel({ tokens: TOKENS });
  const model = signal<LanguageModel | null>(first.model);
  first.hold();
  using hook = mountedHook(() => useBeside(lab, model.value));
  const seen = new Set<string>();
  const end = hook.current.subscribe((answer) =>
    answer &&
    seen.add(`${answer.here.prompt.text} by the ${answer.here.model === second ? "second" : "first"}`)
  );
  lab.edit.setText("the a");
  await lab.settled();
  await until(() => first.waiting.length > 1);
  await settled(FRAME);
  await first.release();
  await until(() => seen.size > 0);
  assertEquals([...seen], ["the a by the first"]);
  first.hold();
  lab.edit.setText("the a b");
  await lab.settled();
  await settled(FRAME);
  model.value = second;
  await settled(FRAME);
  await first.release();
  await until(() => seen.size === 2);
  assertEquals([...seen], ["the a by the first", "the a b by the second"]);
  end();
});
