/**
 * Writes static/corpora/everyday_read.txt.gz: the everyday English that the embedded models were trained on, document by
 * document as they read it.
 *
 *     deno run --allow-read --allow-write=static/corpora models/corpus/everyday_read.ts FOLDER/everyday.txt.gz
 *
 * @module
 */
import { gzipSync } from "node:zlib";
import { SEPARATOR, splitOf } from "./build.ts";
import { everydayDocuments } from "./sources.ts";

/** The documents of the training split, separated as in the training text. */
export function everydayRead(corpus: string): string {
  return everydayDocuments(corpus).filter((document) => splitOf(document) === "train").join(SEPARATOR);
}

if (import.meta.main) {
  const [path] = Deno.args;
  if (path === undefined) throw new TypeError("Name the corpus: everyday_read.ts FOLDER/everyday.txt.gz");
  const file = await Deno.open(path);
  const corpus = await new Response(file.readable.pipeThrough(new DecompressionStream("gzip"))).text();
  const target = new URL("../../static/corpora/everyday_read.txt.gz", import.meta.url);
  await Deno.writeFile(target, gzipSync(everydayRead(corpus), { level: 9 }));
}
