import type { ComponentChildren } from "preact";

/** Props of {@linkcode ShowMe}. */
export interface ShowMeProps {
  /** The page's address in the state to show. */
  readonly href: string;
  readonly children: ComponentChildren;
}

/** A link that puts the page's instrument into a state: without loading the page again where a script runs. */
export function ShowMe({ href, children }: ShowMeProps) {
  return <a class="show-me" href={href} data-show="1">{children}</a>;
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
