import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { Fold } from "@/lib/ui/page/fold.tsx";

/** A line of code, and the fields of the page that stand in it. */
interface CodePanelLine {
  readonly text: string;
  readonly of: readonly string[];
}

interface CodePanelProps {
  readonly code: {
    readonly python: readonly CodePanelLine[];
    readonly typescript: readonly CodePanelLine[];
  };
  /** Names of the fields that were changed last: their lines are lit. */
  readonly moved: readonly string[];
  /** What the code needs beside it. */
  readonly children?: ComponentChildren;
}

const LANGUAGES = [["python", "Python"], ["typescript", "TypeScript"]] as const;

/** The code beside the figure: it computes exactly what is shown, with the line lit that the hand just moved. */
export function CodePanel({ code, moved, children }: CodePanelProps) {
  const language = useSignal<"python" | "typescript">("python");
  return (
    <section class="area-code" aria-label="The code">
      <Fold summary="The code that computes this">
        <div class="segments needs-js" role="group" aria-label="Language">
          {LANGUAGES.map(([key, name]) => (
            <button
              key={key}
              type="button"
              aria-pressed={language.value === key}
              onClick={() => language.value = key}
            >
              {name}
            </button>
          ))}
        </div>
        <pre class="code" tabIndex={0} data-language={language.value}>
          {code[language.value].map(({ text, of }, index) => (
            <code key={index} class={of.some((name) => moved.includes(name)) ? "lit" : undefined}>
              {text + "\n"}
            </code>
          ))}
        </pre>
        {children}
      </Fold>
    </section>
  );
}
