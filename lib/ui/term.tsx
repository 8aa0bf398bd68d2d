import type { ComponentChildren } from "preact";
import { GLOSSARY, glossaryId, type GlossaryKey } from "@/lib/ui/glossary.ts";

/** Props of {@linkcode Term}. */
export interface TermProps {
  readonly name: GlossaryKey;
  /** How the term is written here; default its name. */
  readonly children?: ComponentChildren;
}

/** A term of the field whose definition shows on hover and focus. The page's {@linkcode GlossaryList} holds the text that is read aloud. */
export function Term({ name, children }: TermProps) {
  return (
    <span class="term" tabIndex={0} aria-describedby={glossaryId(name)}>
      {children ?? name}
      <span class="tip" aria-hidden="true">{GLOSSARY[name]}</span>
    </span>
  );
}

/** All definitions, once on a page, out of sight: what {@linkcode Term} refers to. */
export function GlossaryList() {
  return (
    <div hidden>
      {(Object.keys(GLOSSARY) as GlossaryKey[]).map((key) => (
        <span key={key} id={glossaryId(key)}>{GLOSSARY[key]}</span>
      ))}
    </div>
  );
}
