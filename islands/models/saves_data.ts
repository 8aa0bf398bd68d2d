/** A browser's connection, where it tells. */
interface Connection {
  readonly saveData?: boolean;
}

/** Whether the visitor asked for as few bytes as can be. */
export function savesData(): boolean {
  return (navigator as { connection?: Connection }).connection?.saveData ?? false;
}
