/**
 * Writes static/corpora/everyday.txt: a seeded sample of whole texts of the everyday corpus.
 *
 *     deno run --allow-read --allow-write=static/corpora models/corpus/everyday_sample.ts FOLDER/everyday.txt.gz
 *
 * @module
 */
import { splitTexts } from "@/lib/lm/ngram/count_model.ts";
import { defaultRng } from "@/lib/lm/sampler/pcg64.ts";

const SEED = 7;
const BYTES = 600_000;

/** Texts in random order until `bytes` of UTF-8 are reached, separated by a line `<|endoftext|>`. */
export function sampleTexts(corpus: string, bytes: number, seed: number): string {
  const random = defaultRng(seed);
  const order = splitTexts(corpus)
    .map((text) => ({ text, key: random.random() }))
    .sort((a, b) => a.key - b.key);
  const sample: string[] = [];
  for (let length = 0; length < bytes && sample.length < order.length;) {
    const { text } = order[sample.length]!;
    sample.push(text);
    length += new TextEncoder().encode(text).length + "\n<|endoftext|>\n".length;
  }
  return sample.join("\n<|endoftext|>\n") + "\n";
}

if (import.meta.main) {
  const [path] = Deno.args;
  if (path === undefined) throw new TypeError("Name the corpus: everyday_sample.ts FOLDER/everyday.txt.gz");
  const file = await Deno.open(path);
  const corpus = await new Response(file.readable.pipeThrough(new DecompressionStream("gzip"))).text();
  await Deno.writeTextFile(
    new URL("../../static/corpora/everyday.txt", import.meta.url),
    sampleTexts(corpus, BYTES, SEED),
  );
}
