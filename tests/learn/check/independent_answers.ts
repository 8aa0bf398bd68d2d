/**
 * The answer to each question with numbers, worked out from the words that are shown and by none of the site's own
 * calculations.
 *
 * @module
 */
import type { Question } from "@/lib/learn/check/question.ts";

type Work = (question: Question) => string;

/** All numbers of a text, thousands joined. */
function numbers(text: string): number[] {
  return (text.replaceAll("−", "-").match(/-?\d[\d,]*(?:\.\d+)?/g) ?? []).map((each) =>
    Number(each.replaceAll(",", ""))
  );
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const percent = (share: number) => `${(share * 100).toFixed(1)}\u00a0%`;
const grouped = (value: number, decimals = 0) =>
  value.toLocaleString("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
const lastNumbers = (lines: readonly string[]) => lines.map((line) => numbers(line).at(-1)!);
const share = (scores: readonly number[], t = 1) =>
  Math.exp(scores[0]! / t) / sum(scores.map((score) => Math.exp(score / t)));

function greedy({ prompt, given }: Question): string {
  const rows = new Map(given.map((line) => {
    const [context, row] = line.split(" → ") as [string, string];
    return [context, row.split(", ").map((cell) => cell.split(" ") as [string, string])];
  }));
  let text = /“(.*?)”/.exec(prompt)![1]!;
  for (let step = 0; step < numbers(prompt).at(-1)!; step++) {
    const best = rows.get(text)?.toSorted((a, b) => Number(b[1]) - Number(a[1]))[0]?.[0];
    if (best === undefined || best === "</s>") break;
    text = best === "." ? `${text}.` : `${text} ${best}`;
  }
  return `“${text}”`;
}

function topP({ prompt, given }: Question): string {
  const p = numbers(prompt)[0]!;
  const shares = lastNumbers(given).map((each) => each / 100);
  let count = 0;
  let mass = 0;
  while (mass < p - 1e-9) mass += shares[count++]!;
  return `tokens: ${count}, likeliest: ${percent(shares[0]! / mass)}`;
}

function policy({ prompt }: Question): string {
  const [limit, used, keep = 0] = numbers(prompt) as [number, number, number?];
  const room = limit - 1;
  const range = (from: number, to: number) => `${grouped(from)}–${grouped(to)}`;
  if (prompt.includes("oldest tokens go")) return range(used - room + 1, used);
  const head = prompt.includes("middle") ? room / 2 : keep;
  return `${range(1, head)} and ${range(used - (room - head) + 1, used)}`;
}

function full({ prompt }: Question): string {
  const [limit, typed, made] = numbers(prompt) as [number, number, number];
  const free = limit - typed - made;
  return free > 0 ? `${grouped(free)} more tokens fit as they are` : "No more fit: something must give way";
}

function work({ prompt }: Question): string {
  const [typed, made] = numbers(prompt) as [number, number];
  let again = 0;
  for (let step = 0; step < made; step++) again += typed + step;
  return `with: ${grouped(typed + made - 1)}, without: ${grouped(again)}`;
}

function addedDivided({ prompt, given }: Question): string {
  const by = numbers(prompt)[1]!;
  const scores = lastNumbers(given);
  return `added: ${percent(share(scores))}, divided: ${percent(share(scores, by))}`;
}

function counted({ prompt, given }: Question): string {
  const [place, verb] = [...prompt.matchAll(/“(.*?)”/g)].map(([, word]) => word);
  const after = given.filter((line) => line.split(" ")[1] === verb);
  return percent(after.filter((line) => line.split(" ")[2] === place).length / after.length);
}

function drawn({ prompt, given }: Question): string {
  const label = /“(\w+)”/.exec(prompt)![1]!;
  const runs = numbers(prompt)[0]!;
  const shares = lastNumbers(given);
  const index = given.findIndex((line) => line.startsWith(label));
  const best = shares.indexOf(Math.max(...shares));
  return `greedy: ${index === best ? runs : 0}, sampled: about ${Math.round(runs * shares[index]! / 100)}`;
}

function gap({ given }: Question): string {
  const words = given[0]!.split(" ");
  return `causal: ${words.indexOf("____")}, masked: ${words.length - 1}`;
}

function perplexity({ prompt }: Question): string {
  const four = numbers(prompt);
  return grouped(sum([0]) + (four.reduce((product, p) => product * p, 1)) ** (-1 / four.length), 2);
}

function rowThatSums({ choices }: Question): string {
  const isOne = (text: string) => {
    const values = numbers(text);
    return values.every((value) => value >= 0) && Math.abs(sum(values) - 1) < 0.011;
  };
  return choices.find(({ text }) => isOne(text))!.text;
}

/** By the type's name. */
export const INDEPENDENT: Readonly<Record<string, Work>> = {
  "distribution-row": rowThatSums,
  "chain-rule": ({ given }) => grouped(lastNumbers(given).reduce((product, p) => product * p, 1), 4),
  "bigram-count": counted,
  "loop-greedy": greedy,
  "loop-reads": ({ prompt }) => grouped(sum(numbers(prompt))),
  "temperature-top": ({ prompt, given }) => percent(share(lastNumbers(given), numbers(prompt).at(-1)!)),
  "add-or-divide": addedDivided,
  "neural-width": ({ prompt }) => grouped(numbers(prompt)[0]! * numbers(prompt)[2]!),
  "passes": ({ prompt }) => `score: 1, write: ${numbers(prompt)[1]}`,
  "perplexity-of-four": perplexity,
  "loss-to-perplexity": ({ prompt }) => grouped(Math.E ** numbers(prompt)[0]!, 1),
  "masked-reads": gap,
  "greedy-draws": drawn,
  "top-p-kept": topP,
  "window-full": full,
  "window-policy": policy,
  "kv-memory": ({ prompt }) => {
    const [batch, tokens, layers, heads, size, bytes] = numbers(prompt) as number[];
    return `${grouped(2 * batch! * tokens! * layers! * heads! * size! * bytes! / 1024 ** 3, 2)}\u00a0GiB`;
  },
  "kv-longer": ({ prompt }) => {
    const [, , before, factor] = numbers(prompt) as number[];
    return `${grouped(before! * factor!, 2)}\u00a0GiB`;
  },
  "kv-work": work,
};
