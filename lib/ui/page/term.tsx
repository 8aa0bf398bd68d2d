import type { ComponentChildren } from "preact";
import { definitionOf, glossaryId } from "@/lib/ui/page/definition.ts";
import type { GlossaryKey } from "@/lib/ui/page/glossary.ts";

interface TermProps {
  readonly name: GlossaryKey;
  /** How the term is written here; default its name. */
  readonly children?: ComponentChildren;
}

/** A term of the field whose definition shows on hover and focus. The page's list of definitions holds the text that is read aloud. */
export function Term({ name, children }: TermProps) {
  return (
    <span class="term" tabIndex={0} aria-describedby={glossaryId(name)}>
      {children ?? name}
      <span class="tip" aria-hidden="true">{definitionOf(name)}</span>
    </span>
  );
}
