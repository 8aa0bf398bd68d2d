import type { ComponentChildren } from "preact";
import { useComputed, useSignal, useSignalEffect } from "@preact/signals";
import type { Scoring } from "./use_score.ts";
import type { ModelFile } from "@/lib/models/model_provider.ts";

interface CiteProps {
  readonly scoring: Scoring;
  /** What computed the figures, each as `data-source` has it. */
  readonly sources: readonly string[];
  /** The corpus of counts, with its revision. */
  readonly corpus: string;
  /** What was measured. */
  readonly what: string;
  /** How it was measured. */
  readonly children: ComponentChildren;
}

/**
 * A line to cite. The site's own models are named by the hash of their files; of the hub's the revision is named, and
 * the hash of the weights where it is known.
 */
export function Cite({ scoring: { models }, sources, corpus, what, children }: CiteProps) {
  const weights = useSignal<ModelFile | null>(null);
  const name = useComputed(() => models.loaded.value?.id.name ?? null).value;
  useSignalEffect(() => {
    const model = models.loaded.value;
    // The hash of another model's file is nobody's.
    weights.value = null;
    if (model === null) return;
    models.weights().then((file) => models.loaded.peek() === model && (weights.value = file));
  });
  const hashOf = (source: string) => {
    if (source === "counts") return ` in ${corpus}`;
    const { path, sha256 } = weights.value ?? {};
    return name !== null && source.startsWith(`${name}@`) && sha256 ? `, ${path} SHA-256 ${sha256}` : "";
  };
  return (
    <p class="small quiet cite">
      To cite: {what} of {sources.map((source) => source + hashOf(source)).join("; ")}; {children};{" "}
      Next-Token Playground.
    </p>
  );
}
