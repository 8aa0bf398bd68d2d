import type { ComponentChildren } from "preact";

/** Props of {@linkcode LabLayout}. */
export interface LabLayoutProps {
  /** The column of attention: text, distribution, run, generated, cost, more. */
  readonly main: ComponentChildren;
  /** The quieter column: model, sampler. */
  readonly side: ComponentChildren;
}

/** Two columns on a wide screen; on a narrow one a single column in the order of the panels' areas. */
export function LabLayout({ main, side }: LabLayoutProps) {
  return (
    <div class="lab">
      <div class="lab-main">{main}</div>
      <div class="lab-side">{side}</div>
    </div>
  );
}
