import { shippedModel } from "@/lib/server/shipped_models.ts";
import { ROOT } from "@/lib/server/root.ts";

/** A file of the shipped parcel-gpt. */
export function shippedFile(name: string): Promise<Uint8Array> {
  const { weights } = shippedModel("parcel-gpt");
  return Deno.readFile(`${ROOT}${weights.slice(0, weights.lastIndexOf("/"))}/${name}`);
}
