/**
 * Whether one client's burst starves another: `deno run -A bench/burst.ts [--requests=2000]`, after `deno task build`.
 *
 * A burst of predictions comes from one address, all at once, without a rate limit. Another address asks for one
 * prediction and one page after another. Exits with 1 if the other client is refused anything.
 *
 * @module
 */
import { type Site, startSite } from "@/tests/browser/start_site.ts";
import { numberOption } from "./option.ts";
import { quantile } from "./quantile.ts";

/** Milliseconds between two of the other client's questions. */
const PAUSE = 100;
/** Questions of the other client before the burst, to compare with. */
const ALONE = 10;
/** Questions of the burst that wait for an answer at a time. */
const OPEN = 200;

interface Answer {
  readonly status: number;
  readonly milliseconds: number;
}

async function ask(url: string, client: string, body?: unknown): Promise<Answer> {
  const start = performance.now();
  const headers = { "x-forwarded-for": client, "content-type": "application/json" };
  const init = body === undefined ? { headers } : { method: "POST", body: JSON.stringify(body), headers };
  const response = await fetch(url, init);
  await response.arrayBuffer();
  return { status: response.status, milliseconds: performance.now() - start };
}

/** Predictions of different texts, so that none is answered from memory. */
async function burst({ origin }: Site, requests: number): Promise<Answer[]> {
  const answers: Answer[] = [];
  let next = 0;
  const worker = async () => {
    while (next < requests) {
      const text = `The driver of tour ${next++} is on the way to the depot`;
      answers.push(await ask(`${origin}/api/v1/predict`, "192.0.2.1", { text }));
    }
  };
  await Promise.all(Array.from({ length: OPEN }, worker));
  return answers;
}

/** The other client, until `isOver`. */
async function visitor({ origin }: Site, isOver: (asked: number) => boolean): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let i = 0; !isOver(i); i++) {
    const text = `Order ${i} is late`;
    answers.push(await ask(`${origin}/api/v1/predict`, "192.0.2.2", { text }));
    answers.push(await ask(`${origin}/?text=Order+${i}`, "192.0.2.2"));
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
  return answers;
}

function line(name: string, answers: readonly Answer[]): string {
  const times = answers.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  const at = (share: number) => quantile(times, share).toFixed(0);
  const refused = answers.filter(({ status }) => status !== 200).length;
  return `| ${name} | ${answers.length} | ${refused} | ${at(0.5)} ms | ${at(0.99)} ms | ${at(1)} ms |`;
}

if (import.meta.main) {
  const site = await startSite({ TRUSTED_PROXY: "1" });
  const alone = await visitor(site, (asked) => asked >= ALONE);
  let isOver = false;
  const [first, beside] = await Promise.all([
    burst(site, numberOption("requests", 2000)).finally(() => isOver = true),
    visitor(site, () => isOver),
  ]).finally(site.stop);
  const lines = [
    line("the other, alone", alone),
    line("the other, beside", beside),
    line("the burst", first),
  ];
  const head = ["| client | answers | refused | p50 | p99 | max |", "| --- | --- | --- | --- | --- | --- |"];
  // deno-lint-ignore no-console
  console.log([...head, ...lines].join("\n"));
  Deno.exit(beside.some(({ status }) => status !== 200) ? 1 : 0);
}
