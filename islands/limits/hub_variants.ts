import type { Models } from "@/lib/labs/models/models.ts";
import type { LanguageModel, TokenId } from "@/lib/lm/language_model.ts";
import type { LoadedModel } from "@/lib/models/model_provider.ts";

/** The last row of logits, by engine and way. */
type Ran = { readonly name: string; readonly logits: Float32Array }[];

/** What each device asks for: this site's own engine, onnxruntime, and onnxruntime on a GPU. */
const DEVICES = ["cpu", "wasm", "webgpu"] as const;

/**
 * Logits after a context on every engine that runs the loaded hub model here, read at once and in two parts. Each
 * engine is loaded in the place of the one before; the last one stays.
 */
export async function hubVariants(models: Models, tokens: readonly TokenId[], hasGpu: boolean): Promise<Ran> {
  const first = models.loaded.peek()!;
  const { name: model, revision, dtype } = first.id;
  const ran = await runBoth(first, tokens);
  const seen = new Set([first.backend]);
  for (const device of DEVICES) {
    if (device === "webgpu" && !hasGpu) continue;
    if (device === "wasm" && seen.has("wasm") || device === "cpu" && seen.has("kernel")) continue;
    if (!await models.load({ model, revision, dtype, device })) continue;
    const loaded = models.loaded.peek()!;
    if (seen.has(loaded.backend)) continue;
    seen.add(loaded.backend);
    ran.push(...await runBoth(loaded, tokens));
  }
  return ran;
}

async function runBoth(model: LoadedModel, tokens: readonly TokenId[]): Promise<Ran> {
  const { engine } = model.report;
  const ran = [{ name: `${engine}, at once`, logits: await lastRow(model, tokens, false) }];
  if (tokens.length < 2) return ran;
  // What the first part leaves in the cache is what the second goes on from.
  await lastRow(model, tokens.slice(0, Math.ceil(tokens.length / 2)), false);
  ran.push({ name: `${engine}, in two parts`, logits: await lastRow(model, tokens, true) });
  return ran;
}

async function lastRow(
  model: LanguageModel,
  tokens: readonly TokenId[],
  cache: boolean,
): Promise<Float32Array> {
  return (await model.logits(tokens, { cache }))[0]!.slice();
}
