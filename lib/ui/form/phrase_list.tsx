interface PhraseListProps {
  /** Name of the form field, sent once per phrase. */
  readonly name: string;
  readonly label: string;
  /** Phrases with newlines written as `\n`. */
  readonly phrases: readonly string[];
  readonly onChange?: (phrases: string[]) => void;
}

/** The list with one phrase replaced; an empty phrase is removed. */
function replacePhrase(phrases: readonly string[], index: number, phrase: string): string[] {
  const replaced = [...phrases];
  replaced[index] = phrase;
  return replaced.filter((entry) => entry !== "");
}

/** Phrases as a row of fields with an empty one at the end; `\n` stands for a newline. */
export function PhraseList({ name, label, phrases, onChange }: PhraseListProps) {
  return (
    <fieldset class="phrases">
      <legend>{label}</legend>
      {[...phrases, ""].map((phrase, index) => (
        <input
          key={index}
          type="text"
          name={phrase === "" && onChange ? undefined : name}
          class="mono"
          size={10}
          spellcheck={false}
          autocomplete="off"
          aria-label={`${label} ${index + 1}`}
          placeholder={index === phrases.length ? "add, \\n for a newline" : ""}
          value={phrase}
          onChange={(event) => onChange?.(replacePhrase(phrases, index, event.currentTarget.value))}
        />
      ))}
    </fieldset>
  );
}
