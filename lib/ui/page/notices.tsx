interface NoticesProps {
  /** One sentence each. */
  readonly items: readonly string[];
  readonly onDismiss?: () => void;
}

/** What a visitor should know about the address or the model, such as a value that was replaced by its default. */
export function Notices({ items, onDismiss }: NoticesProps) {
  if (items.length === 0) return null;
  return (
    <div class="notices" role="status">
      <ul>{items.map((item, index) => <li key={index}>{item}</li>)}</ul>
      {onDismiss && <button type="button" class="plain" onClick={onDismiss}>Dismiss</button>}
    </div>
  );
}
