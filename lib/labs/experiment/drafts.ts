/**
 * What was typed into the fields of an experiment.
 *
 * @module
 */

/** What a visitor typed into a field, as typed. */
export interface Draft {
  readonly text: string;
  /** Why it cannot be used, or null where it is the field's value. */
  readonly error: string | null;
}

/** Drafts by the name of their field. */
export type Drafts = Readonly<Record<string, Draft>>;

/** The texts that cannot be read, by the name of their field. */
export function unreadTexts(drafts: Drafts): Record<string, string> {
  const unread = Object.entries(drafts).filter(([_, { error }]) => error !== null);
  return Object.fromEntries(unread.map(([name, { text }]) => [name, text]));
}

/** The number that a field of numbers shows: one that cannot be used, as typed, else its value. Null for an empty field. */
export function shownNumber(drafts: Drafts, name: string, value: number | null): number | null {
  const draft = drafts[name];
  if (!draft?.error) return value;
  return draft.text === "" ? null : Number(draft.text);
}
