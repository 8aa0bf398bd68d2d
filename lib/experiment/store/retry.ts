/** Milliseconds before the second attempt; doubled each time, up to the longest. */
const FIRST_WAIT = 4;
const LONGEST_WAIT = 250;
const ATTEMPTS = 60;

/** What waiting takes. */
export interface RetryPorts {
  readonly wait: (milliseconds: number) => Promise<void>;
  /** A number from 0 to 1, so that two instances do not wait in step. */
  readonly random: () => number;
}

/**
 * Repeats an attempt until it answers: where another instance changed what it had read (null), and where SQLite says
 * that the other one writes right now.
 *
 * @returns The answer, or null where there was none in about ten seconds.
 */
export async function retry<T>(attempt: () => Promise<T | null>, ports: RetryPorts): Promise<T | null> {
  for (let count = 0; count < ATTEMPTS; count++) {
    const answer = await unlessLocked(attempt);
    if (answer !== null) return answer;
    const longest = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** count);
    await ports.wait(longest * (0.5 + ports.random() / 2));
  }
  return null;
}

async function unlessLocked<T>(attempt: () => Promise<T | null>): Promise<T | null> {
  try {
    return await attempt();
  } catch (error) {
    if (error instanceof Error && error.message.includes("database is locked")) return null;
    throw error;
  }
}
