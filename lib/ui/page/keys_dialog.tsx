/** Keys, and what they do. */
interface KeyRow {
  readonly keys: readonly string[];
  readonly does: string;
}

const HANDLES: readonly KeyRow[] = [
  { keys: ["←", "→"], does: "move a handle, or along a curve" },
  { keys: ["Home", "End"], does: "to its ends" },
];

const TOKENS: readonly KeyRow[] = [
  { keys: ["←", "→"], does: "move along tokens" },
  { keys: ["Home", "End"], does: "first and last token" },
];

/** The keys of each page that has some of its own. */
const OWN: Readonly<Record<string, readonly KeyRow[]>> = {
  "/": [
    { keys: ["Enter"], does: "in the text: predict (Shift+Enter for a new line)" },
    { keys: ["Ctrl", "Enter"], does: "run" },
    ...TOKENS,
    { keys: ["Enter"], does: "on a token: open it" },
  ],
  "/train": [{ keys: ["Ctrl", "Enter"], does: "train" }, ...HANDLES],
  "/ngram": [
    { keys: ["↑", "↓"], does: "along the rows of the matrix: another context" },
    { keys: ["←", "→"], does: "along the words of the corpus" },
    { keys: ["Enter"], does: "on a word: make it the context" },
  ],
  "/score": TOKENS,
  "/softmax": HANDLES,
  "/loss": HANDLES,
  "/table": HANDLES,
  "/kv-cache": HANDLES,
  "/context": HANDLES,
};

/** The pages on which something runs that Esc stops. */
const STOPS: readonly string[] = ["/", "/train"];

function keysOf(path: string): readonly KeyRow[] {
  return [
    ...OWN[path] ?? [],
    { keys: ["Esc"], does: STOPS.includes(path) ? "stop, or close what is open" : "close what is open" },
    { keys: ["?"], does: "this list" },
  ];
}

/** Lists a page's keys, by its path; opened by `?` and by the button in the footer, closed by Esc. */
export function KeysDialog({ path }: { readonly path: string }) {
  return (
    <dialog id="keys" aria-labelledby="keys-title">
      <h2 id="keys-title">Keys</h2>
      <dl class="keys">
        {keysOf(path).map(({ keys, does }) => (
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
