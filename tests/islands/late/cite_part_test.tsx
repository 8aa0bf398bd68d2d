import { assertEquals } from "@std/assert";
import { signal } from "@preact/signals";
import { Cite } from "@/islands/score/cite_part.tsx";
import type { Scoring } from "@/islands/score/use_score.ts";
import type { LoadedModel, ModelFile } from "@/lib/models/model_provider.ts";
import { heldPort, settled, until } from "@/tests/fixtures/held.ts";
import { mounted } from "@/tests/fixtures/mounted.ts";
import { loadedModel } from "@/tests/labs/fake_ports.ts";
import { fakeModel } from "@/tests/lm/fake_model.ts";

const model = (name: string) =>
  loadedModel(fakeModel({ tokens: ["a"] }), { name, revision: "main", dtype: "q4" });
const file = (sha256: string): ModelFile => ({ path: "model.onnx", bytes: 1, sha256 });
/** Effects of a drawn component run a frame later. */
const FRAME = 60;

Deno.test("a citation names no other model's hash, whichever was looked up first", async () => {
  const loaded = signal<LoadedModel | null>(model("o/first"));
  const weights = heldPort<[], ModelFile | null>();
  const scoring = { models: { loaded, weights: weights.ask } } as unknown as Scoring;
  const page = mounted(() => (
    <Cite scoring={scoring} sources={[`${loaded.value!.id.name}@main`]} corpus="corpus 1" what="surprisal">
      a convention
    </Cite>
  ));
  const hashes = () => page.root.textContent.match(/SHA-256 \w+/g);
  await until(() => weights.asked.length === 1);
  await weights.asked[0]!.answer(file("aa"));
  await until(() => hashes() !== null);
  assertEquals(hashes(), ["SHA-256 aa"]);
  loaded.value = model("o/second");
  await until(() => weights.asked.length === 2);
  await settled(FRAME);
  assertEquals(hashes(), null);
  loaded.value = model("o/third");
  await until(() => weights.asked.length === 3);
  await weights.asked[2]!.answer(file("cc"));
  await weights.asked[1]!.answer(file("bb"));
  await settled(FRAME);
  assertEquals(hashes(), ["SHA-256 cc"]);
  page[Symbol.dispose]();
  await settled(FRAME);
});
