import { unreadIn } from "@/lib/labs/kv_cache/unread_in.ts";

/** A configuration's notes with all keys that were not read in one sentence, first. */
export function foldUnread(notes: readonly string[]): readonly string[] {
  const unread = unreadIn(notes);
  if (unread.length === 0) return notes;
  const rest = notes.filter((note) => !note.startsWith("not read: "));
  return [`Not read, though it may change the figures: ${unread.join(", ")}.`, ...rest];
}
