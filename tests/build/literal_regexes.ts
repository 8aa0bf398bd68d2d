import { parseAst } from "vite";

/** A regular expression that stands in the source. */
export interface LiteralRegex {
  readonly file: string;
  readonly pattern: string;
  readonly flags: string;
}

/** Every literal regular expression below some folders, each pattern once. */
export async function literalRegexes(
  root: URL,
  folders: readonly string[],
): Promise<ReadonlyMap<string, LiteralRegex>> {
  const found = new Map<string, LiteralRegex>();
  for (const folder of folders) {
    for await (const file of sourcesBelow(root, folder)) {
      const source = await Deno.readTextFile(new URL(file, root));
      // AssemblyScript, which has no regular expressions, has decorators where TypeScript has none.
      if (/^ *@inline$/m.test(source)) continue;
      for (const [pattern, flags] of regexesIn(await parseAst(source, { lang: langOf(file) }))) {
        found.set(`/${pattern}/${flags}`, { file, pattern, flags });
      }
    }
  }
  return found;
}

async function* sourcesBelow(root: URL, folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(new URL(folder, root))) {
    if (isDirectory) yield* sourcesBelow(root, `${folder}/${name}`);
    else if (/\.(ts|tsx|js)$/.test(name)) yield `${folder}/${name}`;
  }
}

function langOf(file: string): "ts" | "tsx" | "js" {
  return file.endsWith(".tsx") ? "tsx" : file.endsWith(".ts") ? "ts" : "js";
}

function* regexesIn(node: unknown): Generator<[pattern: string, flags: string]> {
  if (typeof node !== "object" || node === null) return;
  if ("regex" in node && typeof node.regex === "object" && node.regex !== null) {
    const { pattern, flags } = node.regex as { readonly pattern: string; readonly flags: string };
    yield [pattern, flags];
  }
  for (const child of Object.values(node)) yield* regexesIn(child);
}
