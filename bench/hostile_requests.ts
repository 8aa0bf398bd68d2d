import { requestsAtLimits } from "./requests_at_limits.ts";

/** A request that was once able to stop the site, or the largest of its kind that is taken. */
export interface HostileRequest {
  readonly name: string;
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly body?: string;
}

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/** Letters that are the same every time, and different for each seed. */
function letters(length: number, seed = 1, alphabet = LETTERS): string {
  let state = seed;
  return Array.from({ length }, () => alphabet[(state = (state * 48271) % 2147483647) % alphabet.length])
    .join("");
}

function words(count: number, length: number): string {
  return Array.from({ length: count }, (_, i) => letters(length, i + 1)).join(" ");
}

function get(name: string, path: string): HostileRequest {
  return { name, method: "GET", path };
}

function post(name: string, endpoint: string, body: unknown): HostileRequest {
  return { name, method: "POST", path: `/api/v1/${endpoint}`, body: JSON.stringify(body) };
}

const table = (n: number) => `T+->+a${"+".repeat(n / 2)}${"1".repeat(n / 2)}x`;
const digits = `${"1".repeat(60_000)}x`;
const numbers = (count: number) => Array.from({ length: count }, (_, i) => i % 17);

/** Every kind of hostile request that is known, and each accepted input at its limit. */
export function hostileRequests(seed: number): HostileRequest[] {
  return [
    get("table, 3,200 blanks and digits", `/table?table=${table(3200)}`),
    get("table, 6,400 blanks and digits", `/table?table=${table(6400)}`),
    get("preview of that table", `/preview/table?table=${table(1600)}`),
    post("experiment of that table", "experiments", {
      page: "/table",
      query: { table: table(6400).replaceAll("+", " ") },
    }),
    get('"the" 5,300 times', `/?text=${"the".repeat(5300)}`),
    get('"the" 11,000 times', `/?text=${"the".repeat(11_000)}`),
    post("predict, 7,998 letters", "predict", { text: letters(7998, seed) }),
    post("ngram, one word of 1 MB", "ngram", {
      text: letters(1_000_000),
      order: 3,
      unit: "bpe",
      merges: 1000,
    }),
    post("ngram, 31,000 words of 32", "ngram", {
      text: words(31_000, 32),
      order: 3,
      unit: "bpe",
      merges: 1000,
    }),
    get("train, one word of 19,900", `/train?tokens=bpe&vocabulary=50000&corpus=${letters(19_900)}`),
    get("ngram, another number of merges", `/ngram?corpus=everyday&unit=bpe&order=6&merges=${seed % 1000}`),
    get("preview of that", `/preview/ngram?corpus=everyday&unit=bpe&order=6&merges=${seed % 1000}`),
    get("60,000 digits in loss", `/loss?logits=${digits}`),
    get("60,000 digits in softmax", `/softmax?logits=${digits}`),
    get("60,000 digits in kv-cache", `/kv-cache?memory_gib=${digits}`),
    get("16,000 unknown names", `/softmax?${Array.from({ length: 10_000 }, (_, i) => `n${i}`).join("&")}`),
    post("softmax, 100,000 logits", "softmax", { logits: numbers(100_000) }),
    post("sample, 100,000 draws", "sample", { logits: numbers(50_000), draws: 100_000, seed }),
    post("loss, 300,000 logits", "loss", {
      logits: Array.from({ length: 300 }, () => numbers(1000)),
      targets: numbers(300),
    }),
    post("loop, 1,000 steps of long rows", "loop", loopOf(1000)),
    get("softmax, 20,000 logits", `/softmax?logits=${numbers(20_000).join(",")}`),
    get(
      "kv-cache, a long config",
      `/kv-cache?config=${encodeURIComponent(JSON.stringify({ a: "x".repeat(40_000) }))}`,
    ),
    get("a text never seen", `/?text=${letters(150, seed)}`),
    ...requestsAtLimits(seed),
  ];
}

/** A table that goes round and round rows of many tokens. */
function loopOf(steps: number) {
  const row = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`t${i}`, 0.001]));
  return { table: { "": row, a: { b: 1 } }, start: "a", max_steps: steps };
}
