/**
 * Switches between the system's theme, light and dark. `static/shell.js` acts on it and remembers the choice;
 * without JavaScript the button is not shown and the system's theme holds.
 */
export function ThemeToggle() {
  return (
    <button
      type="button"
      class="needs-js icon"
      data-theme-toggle
      aria-label="Theme: as the system"
      title="Theme"
    >
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
        <circle cx="8" cy="8" r="6.5" fill="none" stroke="currentColor" />
        <path d="M8 1.5a6.5 6.5 0 0 1 0 13z" fill="currentColor" />
      </svg>
    </button>
  );
}
