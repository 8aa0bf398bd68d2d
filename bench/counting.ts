/**
 * Measures how fast n-grams are counted, beside Python on the same 5 MB:
 * `deno run -A bench/counting.ts [--python=python3] [--rounds=5]`. NLTK is measured where that Python has it. Every
 * tool's counts must be the same. Exits with 1 where a bar is missed.
 *
 * @module
 */
import { readCorpus, sentencesOf } from "@/lib/lm/ngram/corpus.ts";
import { countNgrams, type NgramCounts } from "@/lib/lm/ngram/counts.ts";
import { type Claim, claimsTable, holds, medianRatio } from "./claim.ts";
import { numberOption, option } from "./option.ts";
import { median } from "./median.ts";

const ROOT = new URL("../", import.meta.url);
const BYTES = 5_000_000;

/** One run of a tool. */
interface Run {
  readonly seconds: number;
  /** Distinct n-grams of the lengths 1 to 3. */
  readonly sizes: readonly number[];
  /** The greatest count of a trigram. */
  readonly greatest: number;
}

/** 5 MB of the shipped corpus, some words of each copy changed, so that copies bring new n-grams. */
function makeText(): string {
  const lines = sentencesOf(Deno.readTextFileSync(new URL("static/corpora/everyday.txt", ROOT)));
  let text = "";
  for (let copy = 0; text.length < BYTES; copy++) {
    const change = (word: string, i: number) =>
      (i * 7 + copy * 13) % 17 === 0 ? word + (copy * 31 + i) % 50 : word;
    text += lines.map((line) => line.split(" ").map(change).join(" ")).join("\n") + "\n";
  }
  return text;
}

function ours(text: string): Run {
  const sentences = sentencesOf(text);
  const start = performance.now();
  const corpus = readCorpus(sentences, { convention: "kenlm", unit: "words", merges: 0 });
  const counts = countNgrams(corpus.stream, {
    order: 3,
    vocabularySize: corpus.vocabulary.size,
    padding: { begin: 1, end: 1 },
  });
  return { seconds: (performance.now() - start) / 1000, ...summarize(counts) };
}

function summarize({ levels }: NgramCounts): Omit<Run, "seconds"> {
  const sizes = levels.map(({ count, size }) => count.subarray(0, size).filter((each) => each > 0).length);
  const { count, size } = levels[2]!;
  return { sizes, greatest: count.subarray(0, size).reduce((a, b) => Math.max(a, b), 0) };
}

/** @throws {Error} If Python cannot run the tool. */
async function theirs(python: string, tool: string, path: string): Promise<Run> {
  const args = [decodeURIComponent(new URL("bench/counting.py", ROOT).pathname), tool, path];
  const { code, stdout, stderr } = await new Deno.Command(python, { args }).output();
  if (code !== 0) throw new Error(new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}

/** @throws {Error} If the tools do not count the same. */
function assertSame(a: Run, b: Run, tool: string): void {
  if (a.sizes.join() === b.sizes.join() && a.greatest === b.greatest) return;
  throw new Error(`${tool} counts otherwise: ${JSON.stringify([a, b])}`);
}

async function compare(python: string, tool: string, rounds: number, bar: number): Promise<Claim> {
  const text = makeText();
  const path = Deno.makeTempFileSync({ suffix: ".txt" });
  Deno.writeTextFileSync(path, text);
  const mine: number[] = [], peer: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const [a, b] = [ours(text), await theirs(python, tool, path)];
    assertSame(a, b, tool);
    mine.push(a.seconds);
    peer.push(b.seconds);
  }
  Deno.removeSync(path);
  return {
    what: "counting 1- to 3-grams of 5 MB",
    ours: `${median(mine).toFixed(2)} s`,
    peer: `${tool === "nltk" ? "nltk.lm's NgramCounter" : "Python's Counter"} ${median(peer).toFixed(2)} s`,
    value: medianRatio(peer, mine),
    unit: " ×",
    bar,
    direction: "at least",
  };
}

const python = option("python") ?? "python3";
const rounds = numberOption("rounds", 5);
const claims = [await compare(python, "counter", rounds, 1)];
const hasNltk =
  (await new Deno.Command(python, { args: ["-c", "import nltk.lm"], stderr: "null" }).output()).success;
if (hasNltk) claims.push(await compare(python, "nltk", rounds, 1));
// deno-lint-ignore no-console
console.log(claimsTable(claims));
if (!claims.every(holds)) Deno.exit(1);
