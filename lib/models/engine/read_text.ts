import type { EngineOptions } from "@/lib/models/engine.ts";

/** The text of one of a model's files; null where it has none of that name. */
export async function readText({ files }: EngineOptions, path: string): Promise<string | null> {
  const bytes = await files.get(path);
  return bytes ? new TextDecoder().decode(bytes) : null;
}
