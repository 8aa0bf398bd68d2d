/**
 * Addresses of the predictor with a tiny model.
 *
 * @module
 */

/** `/?…` from names and values; a list repeats its name. */
export function predictorAddress(
  query: Readonly<Record<string, string | number | readonly string[]>>,
): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const each of Array.isArray(value) ? value : [value]) params.append(name, `${each}`);
  }
  return `/?${params}`;
}

/** The predictor with a model of the fixtures on WASM. */
export function tinyAddress(query: Parameters<typeof predictorAddress>[0] = {}): string {
  return predictorAddress({ model: "fixtures/tiny", dtype: "q4", device: "wasm", ...query });
}
