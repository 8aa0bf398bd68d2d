/** Something that can be copied. */
interface CopyItem<Kind extends string = string> {
  readonly kind: Kind;
  readonly label: string;
}

interface CopyMenuProps<Kind extends string = string> {
  readonly items: readonly CopyItem<Kind>[];
  /** The item that was copied last, or null. */
  readonly copied: Kind | null;
  readonly onCopy?: (kind: Kind) => void;
}

/** A menu of what can be copied from here: the link, code that draws the same tokens, the table. */
export function CopyMenu<Kind extends string>({ items, copied, onCopy }: CopyMenuProps<Kind>) {
  return (
    <details class="menu copy-menu needs-js">
      <summary>Copy as</summary>
      <ul class="menu-list">
        {items.map(({ kind, label }) => (
          <li key={kind}>
            <button type="button" class="plain" onClick={() => onCopy?.(kind)}>
              {label}
              {copied === kind && <span class="quiet">· copied</span>}
            </button>
          </li>
        ))}
      </ul>
      <span class="vh" role="status">{copied === null ? "" : "Copied"}</span>
    </details>
  );
}
