/** One way to use an instrument. */
export interface Mode {
  readonly key: string;
  readonly label: string;
  /** The page's address in this mode. */
  readonly href: string;
}

interface ModeTabsProps {
  readonly label: string;
  readonly modes: readonly Mode[];
  readonly current: string;
}

/** The ways to use an instrument, as links: each has an address, and Back returns to what was typed before. */
export function ModeTabs({ label, modes, current }: ModeTabsProps) {
  return (
    <nav class="modes" aria-label={label}>
      <ul>
        {modes.map((mode) => (
          <li key={mode.key}>
            <a href={mode.href} data-show="1" aria-current={mode.key === current ? "true" : undefined}>
              {mode.label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
