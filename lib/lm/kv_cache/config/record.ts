/** Fields by name, as a `config.json` has them. */
export type ConfigRecord = Readonly<Record<string, unknown>>;

/** Whether a value is an object of fields. */
export function isRecord(value: unknown): value is ConfigRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
