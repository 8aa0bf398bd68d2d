/** The built chunks: none waits for one that waits for it, for then the first finds the other empty. */
import { assert, assertEquals } from "@std/assert";

const ASSETS = new URL("../../dist/assets/", import.meta.url);

/** Each chunk with those that it imports at once. */
async function chunks(): Promise<Map<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  for await (const { name } of Deno.readDir(ASSETS)) {
    if (!name.endsWith(".js")) continue;
    const source = await Deno.readTextFile(new URL(name, ASSETS));
    const imported = [...source.matchAll(/(?:from|import)\s*["`]\.\/([^"`]+\.js)["`]/g)];
    found.set(name, imported.map(([, each]) => each!));
  }
  return found;
}

Deno.test("no chunk imports itself by a way round", async () => {
  const graph = await chunks();
  assert([...graph.values()].some((imported) => imported.length > 0));
  const wrong = [...graph.keys()].filter((start) => {
    const seen = new Set<string>();
    const waiting = [...graph.get(start)!];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (next === start) return true;
      if (!seen.has(next)) waiting.push(...graph.get(next) ?? []);
      seen.add(next);
    }
    return false;
  });
  assertEquals(wrong, []);
});
