/** The configuration beside parcel-gpt's weights says what other Llama code does not do. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { shiftsTokens } from "@/lib/transformer/config.ts";
import { readWeights } from "@/lib/transformer/weights/weights.ts";

const FOLDER = new URL("../../static/models/parcel-gpt/", import.meta.url);
const card = JSON.parse(await Deno.readTextFile(new URL("card.json", FOLDER)));
const [revision] = Array.from(Deno.readDirSync(FOLDER)).filter(({ isDirectory }) => isDirectory);
const file = await Deno.readTextFile(new URL(`${revision!.name}/config.json`, FOLDER));
const config = JSON.parse(file);

Deno.test("parcel-gpt's config.json names a class of its own and its token shift, as its weights have it", async () => {
  assertEquals(config.architectures, ["ParcelGPTForCausalLM"]);
  const weights = readWeights(await Deno.readFile(new URL(`${revision!.name}/model.safetensors`, FOLDER)));
  assertEquals(config.token_shift, shiftsTokens(weights.config));
  assertEquals(config.token_shift, true);
});

Deno.test("parcel-gpt's card says that other Llama code computes other numbers", () => {
  assertStringIncludes(card.notes, "token_shift");
  assertEquals(card.files["config.json"], new TextEncoder().encode(file).length);
});
