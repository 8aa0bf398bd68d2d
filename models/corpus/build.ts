/**
 * Builds the corpus of the embedded models: the parcel world's grammar and everyday English, about half and
 * half, split into train, validation and test by seed.
 *
 *     deno run -A models/corpus/build.ts SOURCES OUT
 *
 * SOURCES is the folder that sources.ts describes. OUT receives `parcel`, `everyday` and `books`, each with
 * `.{train,validation,test}.txt` (documents separated by a line `<|endoftext|>`), `lessons.train.txt` and `report.json`.
 *
 * @module
 */
import { defaultRng } from "@/lib/lm/sampler/pcg64.ts";
import { numberLessons } from "./grammar/counting.ts";
import { parcelWorld } from "./grammar/document.ts";
import type { Node } from "./grammar/node.ts";
import { sampleDocument } from "./grammar/sample.ts";
import { readSources } from "./sources.ts";

const SEED = 20261124;
const PARCEL_BYTES = { train: 26_000_000, validation: 400_000, test: 400_000 };
const LESSON_BYTES = 12_000_000;
/** The line between two documents of a split. */
export const SEPARATOR = "\n<|endoftext|>\n";
const SPLITS = ["train", "validation", "test"] as const;
type Split = typeof SPLITS[number];

/** Generates one document of the parcel world, or of another grammar. */
export function generateDocument(random: () => number, root: Node = parcelWorld): string {
  return sampleDocument(root, random);
}

/**
 * Which split an English text belongs to: 96 % train, 2 % validation, 2 % test. By the text itself, so that two
 * equal documents never stand on both sides.
 */
export function splitOf(text: string): Split {
  let hash = SEED;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  hash = Math.imul(hash ^ hash >>> 15, 0x2c1b3c6d) >>> 0;
  const share = ((hash ^ hash >>> 12) >>> 0) % 100;
  return share < 96 ? "train" : share < 98 ? "validation" : "test";
}

function divide(documents: Iterable<string>): Record<Split, string[]> {
  const splits: Record<Split, string[]> = { train: [], validation: [], test: [] };
  for (const document of documents) splits[splitOf(document)].push(document);
  return splits;
}

/**
 * Documents of the grammar, independent draws. Each split has a seed of its own: to divide by text would take the
 * frequent documents out of all splits but one and so change the distribution that the floor is known for.
 */
export function* parcelDocuments(split: Split): Generator<string> {
  const rng = defaultRng(SEED + SPLITS.indexOf(split));
  for (let made = 0; made < PARCEL_BYTES[split];) {
    const document = generateDocument(() => rng.random());
    made += document.length + SEPARATOR.length;
    yield document;
  }
}

/** The lessons in numbers: a text for training alone. */
export function* lessonDocuments(): Generator<string> {
  const rng = defaultRng(SEED + SPLITS.length);
  for (let made = 0; made < LESSON_BYTES;) {
    const document = generateDocument(() => rng.random(), numberLessons);
    made += document.length + SEPARATOR.length;
    yield document;
  }
}

async function write(
  out: string,
  name: string,
  splits: Record<Split, string[]>,
): Promise<Record<string, number>> {
  const sizes: Record<string, number> = {};
  for (const split of SPLITS) {
    await Deno.writeTextFile(`${out}/${name}.${split}.txt`, splits[split].join(SEPARATOR));
    sizes[`${name}.${split}`] = splits[split].length;
  }
  return sizes;
}

if (import.meta.main) {
  const [from, out] = Deno.args;
  if (from === undefined || out === undefined) {
    throw new TypeError("Name the folder of sources and the one to write to");
  }
  await Deno.mkdir(out, { recursive: true });
  const sources = await readSources(from);
  const [everyday, ...books] = sources.map(({ documents }) => documents);
  const parcel = {
    train: [...parcelDocuments("train")],
    validation: [...parcelDocuments("validation")],
    test: [...parcelDocuments("test")],
  };
  await Deno.writeTextFile(`${out}/lessons.train.txt`, [...lessonDocuments()].join(SEPARATOR));
  const report = {
    seed: SEED,
    documents: {
      ...await write(out, "parcel", parcel),
      ...await write(out, "everyday", divide(new Set(everyday))),
      ...await write(out, "books", divide(new Set(books.flat()))),
    },
    sources: sources.map(({ name, license, documents }) => ({
      name,
      license,
      documents: documents.length,
      characters: documents.reduce((sum, document) => sum + document.length, 0),
    })),
  };
  await Deno.writeTextFile(`${out}/report.json`, JSON.stringify(report, null, 2) + "\n");
}
