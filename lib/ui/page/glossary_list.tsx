import { glossaryId, provideGlossary } from "@/lib/ui/page/definition.ts";
import { GLOSSARY, type GlossaryKey } from "@/lib/ui/page/glossary.ts";

provideGlossary(GLOSSARY);

/** All definitions, once on a page, out of sight: what {@linkcode Term} refers to. For the server only. */
export function GlossaryList() {
  return (
    <div hidden>
      {(Object.keys(GLOSSARY) as GlossaryKey[]).map((key) => (
        <span key={key} id={glossaryId(key)}>{GLOSSARY[key]}</span>
      ))}
    </div>
  );
}
