import { cutEnd } from "@/lib/lm/graphemes.ts";
import type { ComponentChildren } from "preact";
import type { QueryLab } from "@/lib/labs/query/query_lab.ts";
import { AnswerSentence } from "@/lib/ui/page/answer_sentence.tsx";
import { Notices } from "@/lib/ui/page/notices.tsx";

/** How the fields of a page are labeled on it. */
type LabLabels<Q extends object> = Readonly<Partial<Record<Extract<keyof Q, string>, string>>>;

interface LabAnswerProps<Q extends object> {
  readonly lab: QueryLab<Q>;
  readonly labels: LabLabels<Q>;
  readonly note?: ComponentChildren;
  /** The answer to what the fields hold. */
  readonly children: ComponentChildren;
}

/**
 * What a page opens with: the sentence that answers. Where a value cannot be used, the sentence says which and why, in
 * its label's words, that what is gray is not of it, and offers the value that is.
 */
export function LabAnswer<Q extends object>({ lab, labels, note, children }: LabAnswerProps<Q>) {
  const names = Object.keys(lab.fields) as Extract<keyof Q, string>[];
  const wrong = names.filter((name) => lab.error(name) !== null);
  // What is marked at its field is not repeated.
  const others = lab.notices.value.filter((notice) => !wrong.some((name) => notice.startsWith(`${name}=`)));
  return (
    <>
      {wrong.length === 0
        ? <AnswerSentence note={note}>{children}</AnswerSentence>
        : <Unread lab={lab} labels={labels} wrong={wrong} />}
      <Notices items={others} onDismiss={lab.dismissNotices} />
    </>
  );
}

function Unread<Q extends object>(
  { lab, labels, wrong }: {
    readonly lab: QueryLab<Q>;
    readonly labels: LabLabels<Q>;
    readonly wrong: readonly Extract<keyof Q, string>[];
  },
) {
  const sentences = wrong.map((name) => `${labels[name] ?? name} ${lab.error(name)}.`);
  const goBack = () =>
    wrong.forEach((name) => lab.set({ [name]: lab.query.peek()[name] } as unknown as Partial<Q>));
  return (
    <AnswerSentence
      note={
        <>
          Nothing is computed for it. What is gray below is of{" "}
          {wrong.map((name) => shown(lab, name)).join(", ")}.{" "}
          <button type="button" class="link needs-js" onClick={goBack}>Take that</button>
        </>
      }
    >
      <span class="unread" role="status">{sentences.join(" ")}</span>
    </AnswerSentence>
  );
}

function shown<Q extends object>(lab: QueryLab<Q>, name: Extract<keyof Q, string>): string {
  const value = lab.query.value[name];
  const text = value === null ? "" : lab.fields[name].format(value).join(", ");
  return text === "" ? "none" : cutEnd(text, 40);
}
