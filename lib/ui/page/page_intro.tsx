import type { ComponentChildren } from "preact";

interface PageIntroProps {
  readonly title: string;
  /** One sentence: what can be found out here. */
  readonly children: ComponentChildren;
}

/** The head of a page: its title and one sentence, then the instrument follows. */
export function PageIntro({ title, children }: PageIntroProps) {
  return (
    <div class="intro">
      <h1>{title}</h1>
      <p>{children}</p>
    </div>
  );
}

/** A formula on a line of its own. */
export function Formula({ children }: { readonly children: ComponentChildren }) {
  return <p class="formula">{children}</p>;
}

/** A calculation written out, one step a line. */
export function Arithmetic({ lines }: { readonly lines: readonly string[] }) {
  return (
    <ol class="arithmetic">
      {lines.map((line, index) => <li key={index}>{line}</li>)}
    </ol>
  );
}
