/** A model's published configuration with the figures that follow from it. */
export interface FamilyConfig {
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Bytes of one more token in bf16, written out: layers × (keys and values) × heads × size × 2. */
  readonly perToken: number;
  /** The same once all windows are full; as `perToken` where nothing is said. */
  readonly beyond?: number;
  /** Bytes of the states of one sequence, in fp32. */
  readonly states?: number;
  /** Bytes of 32,768 tokens in bf16 and the states, with no window longer than it must be, where the windows tell. */
  readonly lowerBound?: number;
  /** What the notes must say; in no case do they name a key that was not read. */
  readonly says?: RegExp;
}

/** A list over and over. */
export function times<T>(number: number, ...list: readonly T[]): T[] {
  return Array.from({ length: number }, () => list).flat();
}
