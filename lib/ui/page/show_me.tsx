import type { ComponentChildren } from "preact";

interface ShowMeProps {
  /** The page's address in the state to show. */
  readonly href: string;
  /** Id of the part that it changes, which is scrolled to and flashes; default the page's figure. */
  readonly at?: string;
  /** Whether it is one of a row of examples. */
  readonly pill?: boolean;
  /** Whether the page is in that state. */
  readonly current?: boolean;
  readonly children: ComponentChildren;
}

/** A link that puts the page's instrument into a state: without loading the page again where a script runs. */
export function ShowMe({ href, at = "1", pill = false, current = false, children }: ShowMeProps) {
  return (
    <a class={pill ? "pill" : "show-me"} href={href} data-show={at} aria-current={current || undefined}>
      {children}
    </a>
  );
}

/** Explanations below an instrument: one idea each, beside a way to see it. */
export function Explanations({ children }: { readonly children: ComponentChildren }) {
  return <div class="explanations">{children}</div>;
}

/** One idea: what it is, and how to see it. */
export function Idea({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <section class="idea">
      <h2>{title}</h2>
      {children}
    </section>
  );
}
