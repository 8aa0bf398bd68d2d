/**
 * The embedded models in `static/models/NAME/vHASH/`.
 *
 * @module
 */
import { readdirSync, statSync } from "node:fs";
import { ROOT } from "@/lib/server/root.ts";
import type { EmbeddedModel } from "@/lib/transformer/embedded_model.ts";
import { readEmbeddedModel, type ShippedModel } from "@/lib/transformer/load_embedded_model.ts";

const FOLDER = `${ROOT}/static/models`;
const WEIGHTS = "model.safetensors";
const TOKENIZER = "tokenizer.json";

const models = new Map<string, EmbeddedModel>();

/**
 * Where a shipped model's files are.
 *
 * @throws {Error} If the site ships no model of that name.
 */
export function shippedModel(name: string): ShippedModel {
  const version = readdirSync(`${FOLDER}/${name}`).find((folder) => /^v[0-9a-f]+$/.test(folder));
  if (version === undefined) throw new Error(`${FOLDER}/${name} holds no version of the model`);
  const size = (file: string) => statSync(`${FOLDER}/${name}/${version}/${file}`).size;
  const url = (file: string) => `/static/models/${name}/${version}/${file}`;
  return {
    name,
    revision: version.slice(1),
    weights: url(WEIGHTS),
    tokenizer: url(TOKENIZER),
    bytes: size(WEIGHTS) + size(TOKENIZER),
  };
}

/** The server's own copy of a shipped model, read at its first use. */
export function serverModel(name: string): EmbeddedModel {
  const known = models.get(name);
  if (known !== undefined) return known;
  const shipped = shippedModel(name);
  const model = readEmbeddedModel(shipped, {
    weights: Deno.readFileSync(ROOT + shipped.weights),
    tokenizer: Deno.readTextFileSync(ROOT + shipped.tokenizer),
  });
  models.set(name, model);
  return model;
}
