import type { ComponentChildren } from "preact";

interface PanelProps {
  readonly title: string;
  /** Place in the lab's layout: `text`, `model`, `distribution`, `run`, `sampler`, `generated`, `cost` or `more`. */
  readonly area: string;
  /** Beside the title, at the right. */
  readonly aside?: ComponentChildren;
  /** Whether it asks for something, and so stands first on a narrow screen. */
  readonly wanted?: boolean;
  /** Whether the title is only read aloud. */
  readonly quietTitle?: boolean;
  readonly children: ComponentChildren;
}

/** A part of an instrument: a section with its title. */
export function Panel({ title, area, aside, wanted = false, quietTitle = false, children }: PanelProps) {
  return (
    <section class={`panel area-${area}${wanted ? " wanted" : ""}`} aria-label={title}>
      <div class={quietTitle ? "panel-head vh" : "panel-head"}>
        <h2>{title}</h2>
        {aside && <div class="panel-aside">{aside}</div>}
      </div>
      {children}
    </section>
  );
}
