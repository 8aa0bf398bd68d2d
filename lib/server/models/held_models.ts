import { existsSync } from "node:fs";
import { catalogDescriptions } from "@/lib/models/hub/catalog.ts";

const known = new Map<string, readonly string[]>();

/** The catalog's models that a mirror holds, by name; read once for each mirror. Null without one: the hub has them all. */
export function heldModels(mirror: string | null): readonly string[] | null {
  if (mirror === null) return null;
  const held = known.get(mirror) ??
    catalogDescriptions().map(({ id }) => id.name).filter((name) => existsSync(`${mirror}/${name}`));
  known.set(mirror, held);
  return held;
}
