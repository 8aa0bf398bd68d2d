import type { HiddenPart } from "@/lib/learn/check/check_query.ts";
import { Fold } from "@/lib/ui/page/fold.tsx";

/** What each part is called. */
const PARTS: readonly { readonly part: HiddenPart; readonly label: string }[] = [
  { part: "reasons", label: "The right answers and their reasons" },
  { part: "links", label: "Links to the instruments" },
  { part: "aims", label: "The aims: which each question is about, and the rings" },
  { part: "again", label: "The ways to other questions" },
];

/** A form whose address is the link for a class: the same ten questions for everyone. */
export function TeacherLink({ seed }: { readonly seed: number }) {
  return (
    <Fold summary="For teachers: one link, the same questions for everyone">
      <form class="teacher-link" action="/check" method="get" aria-label="A link for a class">
        <label class="inline">
          Seed <input type="number" name="seed" min="0" step="1" value={seed} />
        </label>
        <fieldset>
          <legend class="small">What the link hides</legend>
          {PARTS.map(({ part, label }) => (
            <label key={part} class="inline">
              <input type="checkbox" name="hide" value={part} />
              {label}
            </label>
          ))}
        </fieldset>
        <p class="hint">
          Open it, then copy the address. Whoever answers hands in nothing here: the result's address is
          theirs to send, and shows what they chose.
        </p>
        <button type="submit">Open this check</button>
      </form>
    </Fold>
  );
}
