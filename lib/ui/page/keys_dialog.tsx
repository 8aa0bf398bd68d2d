/** The keys of the instruments, as the dialog lists them. */
const KEYS: readonly { readonly keys: readonly string[]; readonly does: string }[] = [
  { keys: ["Enter"], does: "in the text: predict (Shift+Enter for a new line)" },
  { keys: ["Ctrl", "Enter"], does: "run" },
  { keys: ["Esc"], does: "stop, or close what is open" },
  { keys: ["←", "→"], does: "move along tokens" },
  { keys: ["Home", "End"], does: "first and last token" },
  { keys: ["Enter"], does: "on a token: open it" },
  { keys: ["?"], does: "this list" },
];

/** Lists the keys; opened by `?` and by the button in the footer, closed by Esc. */
export function KeysDialog() {
  return (
    <dialog id="keys" aria-labelledby="keys-title">
      <h2 id="keys-title">Keys</h2>
      <dl class="keys">
        {KEYS.map(({ keys, does }) => (
          <div key={does}>
            <dt>{keys.map((key) => <kbd key={key}>{key}</kbd>)}</dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button type="submit">Close</button>
      </form>
    </dialog>
  );
}
