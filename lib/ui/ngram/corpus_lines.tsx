import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { CorpusWord, CorpusWords } from "@/lib/lm/ngram/study/corpus_words.ts";
import { moveRovingFocus } from "@/lib/ui/form/roving_focus.ts";
import { formatPlural } from "@/lib/ui/format.ts";

interface CorpusLinesProps {
  readonly corpus: CorpusWords;
  /** Address of the page with a context. */
  readonly href: (context: string) => string;
  readonly onContext?: (context: string) => void;
}

/** The corpus to read: each word makes itself the context, and what followed the context is lit. */
export function CorpusLines({ corpus, href, onContext }: CorpusLinesProps) {
  // Where a script runs one word is in the order of tabs, and arrow keys reach the others.
  const focused = useSignal<number | null>(null);
  useEffect(() => void (focused.value ??= 0), []);
  return (
    <>
      <ol class="corpus-lines" onKeyDown={(event: KeyboardEvent) => moveRovingFocus(event)}>
        {corpus.sentences.map((words) => (
          <li key={words[0]?.index}>
            {words.map((word) => (
              <Word
                key={word.index}
                word={word}
                href={href(word.context)}
                tabIndex={focused.value === null ? undefined : focused.value === word.index ? 0 : -1}
                onFocus={() => focused.value = word.index}
                onContext={onContext}
              />
            ))}
          </li>
        ))}
      </ol>
      {corpus.more > 0 && <p class="small quiet">and {formatPlural(corpus.more, "sentence")} more</p>}
    </>
  );
}

function Word(
  { word: { word, index, context, mark }, href, tabIndex, onFocus, onContext }: {
    readonly word: CorpusWord;
    readonly href: string;
    readonly tabIndex: number | undefined;
    readonly onFocus: () => void;
    readonly onContext: CorpusLinesProps["onContext"];
  },
) {
  const choose = (event: MouseEvent) => {
    if (!onContext || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    onContext(context);
  };
  return (
    <>
      <a
        class={mark === null ? "corpus-word" : `corpus-word is-${mark}`}
        href={href}
        rel="nofollow"
        data-index={index}
        aria-current={mark === "context" || undefined}
        tabIndex={tabIndex}
        onFocus={onFocus}
        onClick={choose}
      >
        {word}
      </a>
      {" "}
    </>
  );
}
