interface OrderListProps {
  readonly label: string;
  /** In their true order. */
  readonly items: readonly string[];
  /** Indices of the items in the order they are shown before the reveal. */
  readonly shown: readonly number[];
  /** Indices in the order that was chosen so far. */
  readonly chosen: readonly number[];
  /** Whether the true order is shown. */
  readonly revealed: boolean;
  readonly onChoose: (chosen: readonly number[]) => void;
}

/** Things that are pressed in an order; then the true order, with the place that each was given. */
export function OrderList({ label, items, shown, chosen, revealed, onChoose }: OrderListProps) {
  if (revealed) {
    return (
      <ol class="order" aria-label={label}>
        {items.map((item, index) => {
          const given = chosen.indexOf(index);
          return (
            <li key={item} class={given === index ? "order-item right" : "order-item"}>
              <span class="order-place">{index + 1}</span>
              <span>{item}</span>
              {given >= 0 && (
                <span class="order-given">{given === index ? "as you said" : `you: ${given + 1}`}</span>
              )}
            </li>
          );
        })}
      </ol>
    );
  }
  return (
    <ul class="order" aria-label={label}>
      {shown.map((index) => {
        const place = chosen.indexOf(index);
        return (
          <li key={index}>
            <button
              type="button"
              class="order-item"
              aria-pressed={place >= 0}
              onClick={() => onChoose(place >= 0 ? chosen.toSpliced(place, 1) : [...chosen, index])}
            >
              <span class="order-place" aria-hidden="true">{place >= 0 ? place + 1 : "·"}</span>
              <span>{items[index]}</span>
              {place >= 0 && <span class="vh">, place {place + 1}</span>}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
