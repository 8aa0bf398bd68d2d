import type { Signal } from "@preact/signals";
import { labelsOf, type SoftmaxQuery } from "@/lib/experiment/fields/softmax_fields.ts";
import type { QueryLab } from "@/lib/labs/query/query_lab.ts";
import type { SoftmaxView } from "@/lib/labs/softmax/softmax_view.ts";

/** The state of /softmax. */
export type SoftmaxLab = QueryLab<SoftmaxQuery>;

/** What every part of /softmax is given. */
export interface SoftmaxPartProps {
  readonly lab: SoftmaxLab;
  readonly view: SoftmaxView;
  /** What each token had before the last move; null before there was one. */
  readonly before: Signal<readonly number[] | null>;
  /** Whether a handle is being held. */
  readonly held: Signal<boolean>;
}

/** Remembers the distribution as it is, once at the start of a drag. */
export function beginMove({ view, before, held }: SoftmaxPartProps): void {
  if (held.peek()) return;
  held.value = true;
  before.value = Array.from(view.sample.probabilities);
}

/** Changes the logits; the labels become the visitor's own with them. */
export function editLogits(lab: SoftmaxLab, change: (logits: readonly number[]) => readonly number[]): void {
  const query = lab.query.peek();
  lab.set({ logits: change(query.logits), labels: labelsOf(query) });
}

/** Takes a token away. */
export function removeToken(lab: SoftmaxLab, id: number): void {
  const query = lab.query.peek();
  lab.set({ logits: query.logits.toSpliced(id, 1), labels: labelsOf(query).toSpliced(id, 1) });
}

/** Adds a token with logit 0. */
export function addToken(lab: SoftmaxLab): void {
  const query = lab.query.peek();
  const labels = labelsOf(query);
  lab.set({ logits: [...query.logits, 0], labels: [...labels, `token ${labels.length}`] });
}
