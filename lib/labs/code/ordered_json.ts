/**
 * JSON with objects' keys in an order of their own.
 *
 * @module
 */

/**
 * Writes a value as JSON. A Map, alone or within objects and Maps, becomes an object with its keys in the Map's order,
 * which objects of JavaScript forget for keys that are whole numbers; all else is as JSON.stringify has it.
 *
 * @param indent Spaces of one level; 0 for one line.
 */
export function orderedJson(value: unknown, indent = 0): string {
  return write(value, indent, indent === 0 ? "" : "\n");
}

function write(value: unknown, indent: number, line: string): string {
  const entries = entriesOf(value);
  if (entries === null) return JSON.stringify(value, null, indent).replaceAll("\n", line || "\n");
  if (entries.length === 0) return "{}";
  const inner = line && line + " ".repeat(indent);
  const colon = line ? ": " : ":";
  const written = entries.map(([key, each]) => `${JSON.stringify(key)}${colon}${write(each, indent, inner)}`);
  return `{${inner}${written.join(`,${inner}`)}${line}}`;
}

/** The entries of a Map or of a plain object, those without a value left out; null of anything else. */
function entriesOf(value: unknown): [string, unknown][] | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const entries: [string, unknown][] = value instanceof Map ? [...value] : Object.entries(value);
  return entries.filter(([, each]) => each !== undefined);
}
