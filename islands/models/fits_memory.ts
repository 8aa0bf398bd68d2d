/** Bytes of memory that any device may be asked for without a question. */
const SMALL = 1024 ** 3;

/**
 * Whether a model on this disk may be loaded without being asked for: the device has the memory, as far as it says.
 *
 * @param bytes The most that running it takes; null where that is not known.
 */
export function fitsMemory(bytes: number | null): boolean {
  const { deviceMemory = 0 } = navigator as { deviceMemory?: number };
  return deviceMemory >= 8 || (bytes !== null && bytes <= SMALL);
}
