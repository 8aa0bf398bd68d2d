/**
 * Hub tokenizers give the Python package's tokens: texts of all scripts, numbers, spaces and marks, for a small
 * tokenizer of each kind (tests/reference/tokenizers/make.py) and for SmolLM2's where the model folder has it.
 */
import { assert, assertEquals } from "@std/assert";
import { PreTrainedTokenizer } from "@huggingface/transformers";
import { fallBackToBytes } from "@/lib/models/engine/exact_tokenizer.ts";
import { textCodec } from "@/lib/models/engine/text_codec.ts";
import { exactDescription } from "@/lib/models/engine/tokenizer_description.ts";

const FOLDER = new URL("../../reference/tokenizers/", import.meta.url);
const MIRROR = Deno.env.get("MODEL_MIRROR");
const SMOLLM2 = `${MIRROR}/HuggingFaceTB/SmolLM2-135M-Instruct/resolve/main`;

async function unpacked<T>(name: string): Promise<T> {
  const file = await Deno.open(new URL(name, FOLDER));
  return await new Response(file.readable.pipeThrough(new DecompressionStream("gzip"))).json();
}

const strings = await unpacked<string[]>("strings.json.gz");
const tokenizers = await unpacked<Record<string, object>>("tokenizers.json.gz");
const expected = await unpacked<Record<string, number[][]>>("ids.json.gz");

function encoder(description: object, settings: object = {}): (text: string) => number[] {
  const tokenizer = new PreTrainedTokenizer(exactDescription(description), settings);
  fallBackToBytes(tokenizer);
  return textCodec(tokenizer, null).encode;
}

/** The first texts whose tokens are others than in Python, with both. */
function differences(encode: (text: string) => number[], ids: readonly number[][]) {
  const found = strings.map((text, index) => ({ text, here: encode(text), python: ids[index]! }));
  return found.filter(({ here, python }) => here.join() !== python.join()).slice(0, 5);
}

for (const [name, description] of Object.entries(tokenizers)) {
  Deno.test(`"${name}" gives Python's tokens for ${strings.length} texts`, () => {
    assert(strings.length >= 2_000);
    assertEquals(differences(encoder(description), expected[name]!), []);
  });
}

Deno.test({
  name: `SmolLM2's tokenizer gives Python's tokens for ${strings.length} texts`,
  ignore: !MIRROR,
  fn: async () => {
    const read = async (file: string) => JSON.parse(await Deno.readTextFile(`${SMOLLM2}/${file}`));
    const encode = encoder(await read("tokenizer.json"), await read("tokenizer_config.json"));
    assertEquals(encode("a ½ cup"), [81, 216, 16738, 7118]);
    assertEquals(encode("x ² y"), [104, 216, 19133, 329]);
    assertEquals(differences(encode, expected.smollm2!), []);
  },
});

Deno.test("a description without any of the rewritten parts stays as it is", () => {
  const plain = { model: { type: "BPE", vocab: {}, merges: [] }, normalizer: null, pre_tokenizer: null };
  assertEquals(exactDescription(plain), plain);
});
