/** The project is read by itself: no file speaks of a folder beside it, or of a document that a reader does not have. */
import { assert, assertEquals } from "@std/assert";

const ROOT = new URL("../../", import.meta.url);
const FOLDERS = ["lib", "routes", "islands", "tests", "bench", "models", "static", "docs"];
const FILES = ["main.ts", "vite.config.ts", "deno.json", "README.md", "CONTRIBUTING.md"];
const READ = /\.(?:ts|tsx|js|css|md|py|json|yml)$/;
/** What others wrote, or is data. */
const NOT_READ =
  /^(?:docs\/licenses|tests\/(?:reference|build\/self_contained_test\.ts)|models\/corpus\/test)/;

const FOREIGN = [
  /\bfacts' rows?\b/i,
  /\bcontract\b/i,
  /\b(?:contract|facts|look|design|review)\.md\b/,
  /\.\.\/shared\//,
  /(?<![\w.-])\/(?:work|tmp)\//,
];

async function* textsBelow(folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(new URL(`${folder}/`, ROOT))) {
    const path = `${folder}/${name}`;
    if (NOT_READ.test(path)) continue;
    if (isDirectory) yield* textsBelow(path);
    else if (READ.test(name)) yield path;
  }
}

function foreignIn(text: string): string[] {
  return text.split("\n").filter((line) => FOREIGN.some((pattern) => pattern.test(line)));
}

Deno.test("no file speaks of what is not in the project", async () => {
  const paths = [...FILES];
  for (const folder of FOLDERS) for await (const path of textsBelow(folder)) paths.push(path);
  assert(paths.length > 1000, `${paths.length} files were read`);
  const wrong: string[] = [];
  for (const path of paths) {
    const text = await Deno.readTextFile(new URL(path, ROOT));
    wrong.push(...foreignIn(text).map((line) => `${path}: ${line.trim().slice(0, 120)}`));
  }
  assertEquals(wrong, []);
});

Deno.test("foreignIn() finds a document and a folder, and leaves plain words alone", () => {
  assertEquals(foreignIn("as facts' row 10 has it"), ["as facts' row 10 has it"]);
  assertEquals(foreignIn('open("../shared/hub")'), ['open("../shared/hub")']);
  assertEquals(foreignIn("const { facts } = run; // shared by both"), []);
});
