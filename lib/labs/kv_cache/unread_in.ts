const UNREAD = "not read: ";

/** Keys that a configuration's notes name as not read. */
export function unreadIn(notes: readonly string[]): readonly string[] {
  return notes.filter((note) => note.startsWith(UNREAD)).map((note) => note.slice(UNREAD.length));
}
