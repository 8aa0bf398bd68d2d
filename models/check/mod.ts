/**
 * Recomputes what the model cards say of the shipped models, from the shipped files alone.
 *
 *     deno task models:check [--write] [NAME ...]
 *
 * Prints the figures as JSON; --write stores them in static/models/NAME/results.json, where the cards read them.
 * Each model has a thread of its own.
 *
 * @module
 */
import type { ShippedName } from "@/lib/embedded/shipped.ts";
import type { CheckResults } from "@/lib/server/models/card.ts";
import { shippedModels } from "@/lib/server/models/shipped_models.ts";

if (import.meta.main) {
  const known = Object.keys(shippedModels()) as ShippedName[];
  const asked = Deno.args.filter((argument) => !argument.startsWith("--"));
  const wrong = asked.filter((name) => !known.some((each) => each === name));
  if (wrong.length > 0) {
    throw new Error(`No shipped model is called ${wrong.join(", ")}: ${known.join(", ")}`);
  }
  const names = known.filter((name) => asked.length === 0 || asked.includes(name));
  const results = await Promise.all(names.map(checkOnThread));
  await Deno.stdout.write(new TextEncoder().encode(JSON.stringify(results, null, 2) + "\n"));
  if (Deno.args.includes("--write")) await Promise.all(results.map(store));
}

function checkOnThread(name: ShippedName): Promise<CheckResults> {
  const worker = new Worker(new URL("./check_thread.ts", import.meta.url), { type: "module", name });
  return new Promise((resolve) => {
    worker.onmessage = ({ data }: MessageEvent<CheckResults>) => {
      worker.terminate();
      resolve(data);
    };
    worker.postMessage(name);
  });
}

async function store(results: CheckResults): Promise<void> {
  const path = new URL(`../../static/models/${results.model}/results.json`, import.meta.url);
  await Deno.writeTextFile(path, JSON.stringify(results, null, 2) + "\n");
}
