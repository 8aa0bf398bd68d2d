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
    "lib/ui",
  ],
};

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
