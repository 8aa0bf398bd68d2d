import type { LanguageModel } from "@/lib/lm/language_model.ts";

/** What computed a result, in the words of `data-source`: `NAME@REVISION DTYPE BACKEND`, or `counts`. */
export function modelSource({ id, backend }: Pick<LanguageModel, "id" | "backend">): string {
  return backend === "counts" ? "counts" : `${id.name}@${id.revision} ${id.dtype} ${backend}`;
}
