/** SQLite's words where nothing fits any more. */
const FULL = /database or disk is full|disk quota|no space left/i;

/** SQLite's words where it takes or gives nothing. */
const FAILING =
  /readonly|read-only|malformed|not a database|disk i\/o error|unable to open|corrupt|closed|BadResource/i;

/** What a database's error means for the caller; null for an error that is none of the database's. */
export function storeFailure(error: unknown): "full" | "failing" | null {
  if (!(error instanceof Error)) return null;
  const text = `${error.name} ${error.message}`;
  return FULL.test(text) ? "full" : FAILING.test(text) ? "failing" : null;
}
