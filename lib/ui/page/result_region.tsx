import type { ComponentChildren } from "preact";

interface ResultRegionProps {
  /** Name of the region, read aloud. */
  readonly label: string;
  /** True until the result for the current inputs is shown. */
  readonly busy?: boolean;
  /** What computed the result: model, revision, dtype and backend. */
  readonly source?: string;
  /** Whether it is the answer to something else, which is all there is. */
  readonly stale?: boolean;
  readonly class?: string;
  readonly children: ComponentChildren;
}

/** The region around a result: `aria-busy` until it is the current one, `data-source` naming what computed it. */
export function ResultRegion(props: ResultRegionProps) {
  return (
    <section
      class={["result", props.stale && "stale", props.class].filter(Boolean).join(" ")}
      aria-label={props.label}
      aria-busy={props.busy ? "true" : "false"}
      data-source={props.source}
    >
      {props.children}
    </section>
  );
}
