import type { ComponentChildren } from "preact";

interface AnswerSentenceProps {
  /** The answer in one plain sentence, with its figures; chips may stand in it. */
  readonly children: ComponentChildren;
  /** One quiet line under it: what to do, or where the answer comes from. */
  readonly note?: ComponentChildren;
}

/** What a page opens with: the sentence that answers, as the page's heading. It is read aloud when it has changed. */
export function AnswerSentence({ children, note }: AnswerSentenceProps) {
  return (
    <div class="answer">
      <h1>{children}</h1>
      {note && <p>{note}</p>}
    </div>
  );
}
