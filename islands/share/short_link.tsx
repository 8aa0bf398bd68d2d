/** Props of {@linkcode ShortLink}. */
export interface ShortLinkProps {
  /** Path of the page. */
  readonly page: string;
  readonly query: Record<string, string | string[]>;
  /** What the page shows, to be stored with it; null where it shows nothing. */
  readonly readResults: () => unknown | null;
  /** Whether this site stores experiments. */
  readonly isStoreThere: boolean;
}

/** A short link, where the site stores experiments. */
export function ShortLink(_: ShortLinkProps) {
  return (
    <p class="small quiet">
      This site stores no experiments: the long link holds the whole experiment.
    </p>
  );
}
