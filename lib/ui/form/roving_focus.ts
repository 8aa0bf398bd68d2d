const STEPS: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowRight: (at, last) => Math.min(at + 1, last),
  ArrowLeft: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_at, last) => last,
};

/**
 * Moves the focus along the buttons of a row with the arrow keys, Home and End, and tells where it went.
 * For the keydown handler of the row; each button carries its position as `data-index`.
 */
export function moveRovingFocus(event: KeyboardEvent, onMove?: (index: number) => void): void {
  const step = STEPS[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
  const buttons = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>("[data-index]")];
  const at = buttons.indexOf(event.target as HTMLElement);
  const next = buttons[step(at, buttons.length - 1)];
  if (at < 0 || !next) return;
  event.preventDefault();
  next.focus();
  onMove?.(Number(next.dataset["index"]));
}
