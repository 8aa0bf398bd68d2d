/**
 * Scores tokens by a loaded model's own worker, without the page that loaded it.
 *
 * @module
 */
import type { Page } from "puppeteer-core";

/** What a page keeps of workers made on it. */
interface Kept {
  keptWorkers: Worker[];
}

/** The log-probability of each token but the first of each text, in nats. */
export type ScoreInWorker = (texts: readonly (readonly number[])[]) => Promise<number[][]>;

/** Watches for workers that a page makes from now on. Returns what asks the newest of them. */
export async function scoreInWorker(page: Page): Promise<ScoreInWorker> {
  await page.evaluate(() => {
    const kept: Worker[] = (globalThis as unknown as Kept).keptWorkers = [];
    globalThis.Worker = class extends Worker {
      constructor(...made: ConstructorParameters<typeof Worker>) {
        super(...made);
        // The site's own models have workers too.
        if (/\/worker-[^/]*$/.test(String(made[0]))) kept.push(this);
      }
    };
  });
  return (texts) =>
    page.evaluate(async (texts) => {
      const worker = (globalThis as unknown as Kept).keptWorkers.at(-1)!;
      // The page's own requests count up from 0.
      const firstId = 1e9;
      const ask = (tokens: readonly number[], id: number) =>
        new Promise<number[]>((resolve, reject) => {
          worker.addEventListener("message", ({ data }) => {
            if (data.id !== id) return;
            if (data.type !== "done") return reject(new Error(data.message));
            resolve(data.result.map((each: { logProbability: number }) => each.logProbability));
          });
          worker.postMessage({ type: "score", id, tokens, from: 1, top: 0 });
        });
      return await Promise.all(texts.map((tokens, index) => ask(tokens, firstId + index)));
    }, texts);
}
