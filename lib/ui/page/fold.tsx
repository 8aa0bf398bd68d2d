import type { ComponentChildren } from "preact";

/** Props of {@linkcode Fold}. */
export interface FoldProps {
  /** What is behind it, in a few words, with the values that hold: "top-k, top-p, min-p: off". */
  readonly summary: ComponentChildren;
  readonly open?: boolean;
  readonly children: ComponentChildren;
}

/** What is rarely changed, folded: a line of quiet text that opens. */
export function Fold({ summary, open = false, children }: FoldProps) {
  return (
    <details class="fold" open={open}>
      <summary>{summary}</summary>
      {children}
    </details>
  );
}
