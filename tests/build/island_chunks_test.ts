import { assertEquals } from "@std/assert";
import { islandChunk, type ModuleGraph } from "@/lib/build/island_chunks.ts";

const BOOT = "/site/lib/client/boot.ts";
const REGISTRY = "/site/islands/mod.ts";
const SHARE = "/site/islands/Share.tsx";
const [ONE, TWO] = ["/site/islands/One.tsx", "/site/islands/Two.tsx"];

/** Each module with its static importers, then those that fetch it later. */
const GRAPH: Readonly<Record<string, readonly [importers: readonly string[], later: readonly string[]]>> = {
  [BOOT]: [[], []],
  [REGISTRY]: [[BOOT], []],
  [ONE]: [[], [REGISTRY]],
  [TWO]: [[], [REGISTRY]],
  "preact": [[BOOT, ONE, TWO, "own part"], []],
  "own part": [[ONE], []],
  "shared by islands": [[ONE, TWO], []],
  "fetched later": [[], [ONE]],
  "shared with later": [["own part", "fetched later"], []],
  "only later": [["fetched later"], []],
  "fetched by both": [[], ["own part", TWO]],
  [SHARE]: [[], [REGISTRY]],
  "shared with Share": [["own part", "fetched by Share"], []],
  "fetched by Share": [[], [SHARE]],
  "part of Share": [[SHARE], []],
  "shared with both": [[ONE, "fetched by both"], []],
};

const graph: ModuleGraph = {
  getModuleInfo(id) {
    const [importers, dynamicImporters] = GRAPH[id] ?? [[], []];
    return { importers, dynamicImporters };
  },
};

Deno.test("islandChunk() gathers what one island alone brings, shared with its later parts or not", () => {
  for (const id of ["own part", "shared with later"]) assertEquals(islandChunk(id, graph), "One-parts", id);
});

Deno.test("islandChunk() leaves everything else to the bundler", () => {
  const others = [BOOT, REGISTRY, ONE, TWO, "preact", "shared by islands", "fetched later", "only later"];
  for (const id of [...others, "fetched by both", "shared with both"]) {
    assertEquals(islandChunk(id, graph), null, id);
  }
});

Deno.test("islandChunk() leaves with a lab what Share, which comes later, takes of it", () => {
  assertEquals(islandChunk("shared with Share", graph), "One-parts");
  assertEquals(islandChunk("part of Share", graph), "Share-parts");
});
