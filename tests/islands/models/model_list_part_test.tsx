/** The list of all models where the site's host holds some of the catalog: it offers those, and names the others. */
import { assertEquals } from "@std/assert";
import { renderToString } from "preact-render-to-string";
import { lazyProvider } from "@/islands/models/lazy_provider.ts";
import ModelListPart from "@/islands/predictor/model_list_part.tsx";
import { parsePredictorQuery } from "@/lib/experiment/fields/predictor_fields.ts";
import { createPredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import { modelOffers } from "@/lib/labs/predictor/views/model_offers.ts";
import { bodyOf } from "@/tests/fixtures/document_of.ts";
import { fakePorts } from "@/tests/labs/fake_ports.ts";
import { fakeModel } from "@/tests/lm/fake_model.ts";

/** Names that can be loaded, and the sentence about what the host lacks; null for none. */
function listed(held: readonly string[] | null): [loads: string[], lacks: string | null] {
  const { query, notices } = parsePredictorQuery(new URLSearchParams());
  const lab = createPredictorLab(
    { query, notices, snapshot: null },
    fakePorts(fakeModel({ tokens: ["a"] })).ports,
  );
  const { catalog } = lazyProvider("/hub", held);
  const { first, more } = modelOffers({ catalog, described: [], named: query, answers: true, device: null });
  const list = (
    <ModelListPart
      lab={lab}
      offers={[...first, ...more]}
      device={null}
      busy={false}
      custom={{ name: "", revision: "", dtype: "auto", device: "auto" }}
      onCustom={() => {}}
      onLoad={() => {}}
    />
  );
  const body = bodyOf(renderToString(list));
  const loads = [...body.querySelectorAll(".offers button")].map((each) => each.textContent!.split(" ")[1]!);
  const sentences = [...body.querySelectorAll("p")].map((each) => each.textContent!);
  return [loads, sentences.find((each) => each.includes("does not hold")) ?? null];
}

Deno.test("the list offers what a mirror holds and says what it does not; without a mirror nothing is lacking", () => {
  assertEquals(listed(["onnx-community/gpt2-ONNX", "onnx-community/Qwen3-0.6B-ONNX"]), [
    ["onnx-community/gpt2-ONNX", "onnx-community/Qwen3-0.6B-ONNX"],
    "This site's own copy of the hub does not hold SmolLM2 135M Instruct, SmolLM2 360M Instruct, Qwen2.5 0.5B Instruct.",
  ]);
  const [none, lacks] = listed([]);
  assertEquals([none, lacks?.split(", ").length], [[], 5]);
  const [all, nothing] = listed(null);
  assertEquals([all.length, nothing], [5, null]);
});
