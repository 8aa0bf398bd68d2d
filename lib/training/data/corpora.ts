/** A corpus that the site ships, for training in the tab. */
export interface ShippedCorpus {
  /** What `corpus` in an address holds. */
  readonly id: string;
  readonly title: string;
  /** Path below `/static/`. */
  readonly file: string;
  /** Size of the file, in bytes. */
  readonly bytes: number;
}

/** The shipped corpora, smallest first; static/corpora/README.md says where they come from. */
export const SHIPPED_CORPORA: readonly ShippedCorpus[] = [
  { id: "parcel_messages", title: "Parcel messages", file: "corpora/parcel_messages.txt", bytes: 25_475 },
  { id: "parcel_world", title: "Parcel world", file: "corpora/parcel_world.txt", bytes: 399_992 },
  { id: "everyday", title: "Everyday English", file: "corpora/everyday.txt", bytes: 600_091 },
];

/** The shipped corpus that a setting names, or null where it is the text itself. */
export function shippedCorpus(corpus: string): ShippedCorpus | null {
  return SHIPPED_CORPORA.find(({ id }) => id === corpus.trim()) ?? null;
}
