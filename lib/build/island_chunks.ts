/**
 * Keeps what only one island uses in that island's chunk. Otherwise each part of it that is fetched later would
 * split what it shares with the island into chunks of their own, and small chunks compress badly.
 *
 * @module
 */

/** What is asked of the bundler's module graph. */
interface ModuleNode {
  /** Modules that import it statically. */
  readonly importers: readonly string[];
  /** Modules that fetch it by `import()`. */
  readonly dynamicImporters: readonly string[];
}

/** The bundler's module graph. */
export interface ModuleGraph {
  getModuleInfo(id: string): ModuleNode | null;
}

/** The island that stands beside a lab on its page and is loaded when it is used. */
const SHARE = "Share";

const ISLAND = /\/islands\/(\w+)\.tsx$/;

/**
 * Name of the chunk for a module: its only island's, or null where the bundler is to decide. The island's own module
 * stays an entry, which the server finds by its name.
 */
export function islandChunk(id: string, graph: ModuleGraph): string | null {
  if (ISLAND.test(id)) return null;
  const roots = rootsOf(id, graph);
  const owners = new Set(roots.flatMap((root) => ownersOf(root, graph, new Set())));
  // What it shares with a lab is there already, or comes for a press.
  if (owners.size > 1) owners.delete([...owners].find((each) => ISLAND.exec(each)?.[1] === SHARE) ?? "");
  const [owner = ""] = owners;
  const name = ISLAND.exec(owner)?.[1];
  return name !== undefined && owners.size === 1 && roots.includes(owner) ? `${name}-parts` : null;
}

/** The modules that bring a module with them when they are loaded, and that are loaded on their own. */
function rootsOf(id: string, graph: ModuleGraph): string[] {
  const seen = new Set<string>();
  const roots: string[] = [];
  const queue = [id];
  for (let current = queue.pop(); current !== undefined; current = queue.pop()) {
    if (seen.has(current)) continue;
    seen.add(current);
    const { importers = [], dynamicImporters = [] } = graph.getModuleInfo(current) ?? {};
    if (dynamicImporters.length > 0 || importers.length === 0) roots.push(current);
    queue.push(...importers);
  }
  return roots;
}

/** The islands without which a module is never loaded; a root that no island needs owns itself. */
function ownersOf(root: string, graph: ModuleGraph, seen: Set<string>): string[] {
  if (ISLAND.test(root)) return [root];
  if (seen.has(root)) return [];
  seen.add(root);
  const importers = graph.getModuleInfo(root)?.dynamicImporters ?? [];
  if (importers.length === 0) return [root];
  return importers.flatMap((importer) =>
    rootsOf(importer, graph).flatMap((each) => ownersOf(each, graph, seen))
  );
}
