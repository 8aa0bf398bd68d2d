/** Arrows point one way, and every source file loads in plain Deno. */
import { assertEquals } from "@std/assert";

const ROOT = new URL("../", import.meta.url);

/** What each part may import, besides itself and packages. A part that is not listed has no rule. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  "lib/lm": [],
  "lib/transformer": ["lib/lm"],
  "lib/recurrent": ["lib/lm", "lib/transformer"],
  "lib/embedded": ["lib/lm", "lib/transformer", "lib/recurrent"],
  "lib/models": ["lib/lm", "lib/transformer"],
  "lib/training": ["lib/lm"],
  "lib/experiment": ["lib/lm", "lib/models"],
  "lib/learn": ["lib/lm", "lib/embedded", "lib/experiment"],
  "lib/teach": [],
  // What the model cards measure is measured once: the experiments ask with the same prompts and pairs.
  "lib/limits": [
    "lib/lm",
    "lib/embedded",
    "lib/transformer",
    "lib/training",
    "lib/experiment",
    "models/check/subtraction.ts",
    "models/corpus/grammar/subtraction_pairs.ts",
  ],
  "lib/labs": ["lib/lm", "lib/transformer", "lib/embedded", "lib/models", "lib/training", "lib/experiment"],
  // The island element is typed by the registry, so that a wrong name or prop is a compile error.
  "lib/ui": ["lib/lm", "islands/mod.ts"],
  "islands": [
    "lib/lm",
    "lib/embedded",
    "lib/models",
    "lib/training",
    "lib/experiment",
    "lib/labs",
    "lib/learn",
    "lib/limits",
    "lib/teach",
    "lib/ui",
  ],
};

/**
 * The rooms of a folder, in the order in which they may know each other: each may import those before it. Files at
 * the folder's own level are shared types below the rooms or what is assembled above them.
 */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  "lib/lm": ["distribution", "sampler", "loss", "generation", "ngram", "kv_cache"],
  "lib/models": ["hub", "download", "onnx", "engine", "own", "worker"],
  "lib/training": ["network", "data", "engines", "run", "export"],
  "lib/server": ["observe", "models", "assets", "limits", "preview"],
  "lib/ui": ["page", "form", "token", "plot", "predictor"],
  "routes/api": ["openapi", "models", "calculations", "experiments", "completions"],
};

/** The most files that a folder holds at its own level: more are a list that nobody reads. */
const MAX_FILES = 25;

async function sourcesBelow(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(new URL(folder, ROOT))) {
    const path = `${folder}/${name}`;
    if (isDirectory) found.push(...await sourcesBelow(path));
    else if (/\.tsx?$/.test(name)) found.push(path);
  }
  return found.sort();
}

/** The project's own modules that a file imports, as paths from the root. */
function importsOf(path: string, source: string): string[] {
  const specifiers = [...source.matchAll(/(?:from|import)\s*\(?\s*"((?:@|\.{1,2})\/[^"]+)"/g)];
  return specifiers.map(([, specifier]) =>
    specifier!.startsWith("@/")
      ? specifier!.slice(2)
      : new URL(specifier!, `file:///${path}`).pathname.slice(1)
  );
}

function partOf(path: string): string {
  const [first, second] = path.split("/");
  return first === "lib" ? `${first}/${second}` : first!;
}

for (const [part, allowed] of Object.entries(MAY_IMPORT)) {
  Deno.test(`${part} imports only ${allowed.join(", ") || "itself"}`, async () => {
    const wrong: string[] = [];
    for (const path of await sourcesBelow(part).catch(() => [])) {
      const source = await Deno.readTextFile(new URL(path, ROOT));
      for (const imported of importsOf(path, source)) {
        if (![part, ...allowed].some((each) => each === partOf(imported) || each === imported)) {
          wrong.push(`${path} imports ${imported}`);
        }
      }
    }
    assertEquals(wrong, []);
  });
}

/** The room of a folder that a path lies in; null for its own level. */
function roomOf(folder: string, path: string): string | null {
  const [room, ...rest] = path.slice(folder.length + 1).split("/");
  return rest.length > 0 ? room! : null;
}

for (const [folder, rooms] of Object.entries(ROOMS)) {
  Deno.test(`the rooms of ${folder} know only those before them: ${rooms.join(", ")}`, async () => {
    const wrong: string[] = [];
    for (const path of await sourcesBelow(folder)) {
      const here = rooms.indexOf(roomOf(folder, path) ?? "");
      if (here < 0) continue;
      for (const imported of importsOf(path, await Deno.readTextFile(new URL(path, ROOT)))) {
        const there = imported.startsWith(`${folder}/`) ? rooms.indexOf(roomOf(folder, imported) ?? "") : -1;
        if (there > here) wrong.push(`${path} imports ${imported}`);
      }
    }
    assertEquals(wrong, []);
  });
}

async function importGraph(): Promise<Map<string, readonly string[]>> {
  const paths = (await Promise.all(["lib", "islands", "routes"].map(sourcesBelow))).flat();
  return new Map(
    await Promise.all(paths.map(async (path) => {
      return [path, importsOf(path, await Deno.readTextFile(new URL(path, ROOT)))] as const;
    })),
  );
}

/** Whether following the imports of a file leads back to it. */
function isInCircle(path: string, graph: ReadonlyMap<string, readonly string[]>): boolean {
  const seen = new Set<string>();
  const waiting = [...graph.get(path)!];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next === path) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    waiting.push(...graph.get(next) ?? []);
  }
  return false;
}

Deno.test("no file imports itself by a way round, types included", async () => {
  const graph = await importGraph();
  const found = [...graph.keys()].filter((path) => isInCircle(path, graph));
  assertEquals(found, []);
});

Deno.test(`no folder holds more than ${MAX_FILES} files at its own level`, async () => {
  const counts = new Map<string, number>();
  for (const path of (await importGraph()).keys()) {
    const folder = path.slice(0, path.lastIndexOf("/"));
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  assertEquals(
    [...counts].filter(([, count]) => count > MAX_FILES).filter(([folder]) => folder !== "lib/transformer"),
    [],
  );
});

Deno.test("importsOf() sees every way to name a module", () => {
  const source = [
    'import { a } from "@/lib/lm/a.ts";',
    'export * from "../b.ts";',
    'const c = import("./c.ts");',
    'import "./d.ts";',
    'import e from "preact";',
  ].join("\n");
  assertEquals(importsOf("lib/ui/x.ts", source), [
    "lib/lm/a.ts",
    "lib/b.ts",
    "lib/ui/c.ts",
    "lib/ui/d.ts",
  ]);
});

Deno.test("no source file needs a bundler", async () => {
  const wrong: string[] = [];
  for (const folder of ["lib", "islands", "routes"]) {
    for (const path of await sourcesBelow(folder)) {
      const source = await Deno.readTextFile(new URL(path, ROOT));
      if (/(?:from|import) "[^"]+(?:\?\w+|\.css)"|import\.meta\.glob/.test(source)) wrong.push(path);
    }
  }
  assertEquals(wrong, []);
});
