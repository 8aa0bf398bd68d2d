/**
 * parcel-gpt as the server runs it, on one thread: the kernel beside plain TypeScript.
 *
 *     deno run -A bench/server_decode.ts [--rounds=5]
 *
 * Exits with 1 where the bar is missed.
 *
 * @module
 */
import { ROOT } from "@/lib/server/root.ts";
import { serverKernel } from "@/lib/server/models/kernel.ts";
import { shippedModel } from "@/lib/server/models/shipped_models.ts";
import { createTransformer } from "@/lib/transformer/forward.ts";
import { createLoneKernelOps } from "@/lib/transformer/kernel/kernel_ops.ts";
import type { LoadedMatrix, Ops } from "@/lib/transformer/ops.ts";
import { PLAIN_OPS } from "@/lib/transformer/plain_ops.ts";
import { readWeights } from "@/lib/transformer/weights/weights.ts";
import { type Claim, claimsTable, holds, medianRatio } from "./claim.ts";
import { median } from "./median.ts";
import { numberOption } from "./option.ts";

const PROMPT = Array.from({ length: 64 }, (_, i) => 20 + i * 37 % 4000);
const DECODED = 64;

/** Decodes behind the prompt; tokens per second. */
function decoder<M extends LoadedMatrix>(file: Uint8Array, ops: Ops<M>): () => number {
  const transformer = createTransformer(readWeights(file), { ops });
  const cache = transformer.createMemory();
  return () => {
    cache.length = 0;
    transformer.forward(PROMPT, cache, 1);
    const start = performance.now();
    for (let i = 0; i < DECODED; i++) transformer.forward([7 + i], cache, 1);
    return 1000 * DECODED / (performance.now() - start);
  };
}

async function measure(rounds: number): Promise<Claim> {
  const kernel = serverKernel();
  if (kernel === null) throw new Error("The kernel is not made: run deno task kernel");
  const file = await Deno.readFile(`${ROOT}${shippedModel("parcel-gpt").weights}`);
  const [ours, plain] = [decoder(file, createLoneKernelOps(kernel)), decoder(file, PLAIN_OPS)];
  const rates = { ours: [] as number[], plain: [] as number[] };
  ours(), plain();
  for (let round = 0; round < rounds; round++) {
    rates.ours.push(ours());
    rates.plain.push(plain());
  }
  return {
    what: "parcel-gpt on the server, decoding, one thread",
    ours: `${median(rates.ours).toFixed(0)} tok/s`,
    peer: `plain TypeScript: ${median(rates.plain).toFixed(0)} tok/s`,
    value: medianRatio(rates.ours, rates.plain),
    unit: " ×",
    bar: 4,
    direction: "at least",
  };
}

const claim = await measure(numberOption("rounds", 5));
// deno-lint-ignore no-console
console.log(claimsTable([claim]));
Deno.exit(holds(claim) ? 0 : 1);
