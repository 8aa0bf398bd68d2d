/** Makes a thing once, as first asked for; a failure is not kept. */
export function once<T, Arguments extends unknown[] = []>(
  make: (...how: Arguments) => Promise<T>,
): (...how: Arguments) => Promise<T> {
  let made: Promise<T> | null = null;
  return (...how) =>
    made ??= make(...how).catch((error) => {
      made = null;
      throw error;
    });
}
