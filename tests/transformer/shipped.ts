import type { ShippedName } from "@/lib/embedded/shipped.ts";
import { shippedModel } from "@/lib/server/models/shipped_models.ts";
import { ROOT } from "@/lib/server/root.ts";

/** A file of a shipped model. */
export function shippedFile(name: string, model: ShippedName = "parcel-gpt"): Promise<Uint8Array> {
  const { weights } = shippedModel(model);
  return Deno.readFile(`${ROOT}${weights.slice(0, weights.lastIndexOf("/"))}/${name}`);
}
