/** What loading a model fills in: which weights there are, and where they run. */
const OF_THE_MODEL = ["revision", "dtype", "device"];

/** What an address leaves out where it would be too long. */
const UNBOUNDED = ["text", "path", "stop", "blocked", "corpus", "config", "table"];

/** A stored query longer than this may be more than an address holds. */
const LONG = 7800;

/**
 * Whether a visitor has changed the experiment that a page was opened with. Its address stays until the page writes its
 * own; that may say the same, with the revision and the format of a model that was loaded for the replay.
 *
 * @param address Where the browser is now.
 * @param base Path of the page.
 * @param stored The stored query as the page's own address would write it.
 */
export function isEdited(
  address: { readonly pathname: string; readonly search: string },
  base: string,
  stored: string,
): boolean {
  if (address.pathname !== base) return false;
  const now = new URLSearchParams(address.search);
  const then = new URLSearchParams(stored);
  for (const name of OF_THE_MODEL) {
    now.delete(name);
    then.delete(name);
  }
  for (const name of stored.length > LONG ? UNBOUNDED : []) if (!now.has(name)) then.delete(name);
  now.sort();
  then.sort();
  return now.toString() !== then.toString();
}
