import { useSignal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";

interface CopyFieldProps {
  readonly label: string;
  readonly value: string;
  /** Lines shown; one where it is an address. */
  readonly rows?: number;
}

/** A text to copy, with the button that does. Where the clipboard is refused, the text is selected. */
export function CopyField({ label, value, rows = 1 }: CopyFieldProps) {
  const id = useId();
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const said = useSignal("");
  useEffect(() => void (said.value = ""), [value]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      said.value = "Copied";
    } catch {
      field.current?.select();
      said.value = "Selected: copy it with Ctrl+C";
    }
  };
  const attributes = { ref: field, id, class: "mono", readOnly: true, value, spellcheck: false };
  return (
    <div class="copy-field">
      <label for={id}>{label}</label>
      {rows === 1 ? <input type="text" {...attributes} /> : <textarea rows={rows} {...attributes} />}
      <button type="button" aria-label={`Copy: ${label}`} onClick={copy}>Copy</button>
      <span class="small quiet" role="status">{said.value}</span>
    </div>
  );
}
