/**
 * Another build of the site, as a deployment brings one: the same sources under other names, and a mark on the page.
 *
 * @module
 */
import { ROOT } from "@/tests/browser/start_site.ts";

/** Writes the site with another build into a folder of its own; `data-next` on `<html>` tells that it runs. */
export async function writeNextBuild(): Promise<URL> {
  const folder = new URL(`file://${await Deno.makeTempDir({ prefix: "next-build-" })}/`);
  for (
    const name of ["main.ts", "deno.json", "deno.lock", "package.json", "models", "node_modules", "static"]
  ) {
    await Deno.symlink(new URL(name, ROOT), new URL(name, folder));
  }
  for (const name of ["lib", "routes", "islands"]) await copy(new URL(name, ROOT), new URL(name, folder));
  for (const name of ["assets", ".vite"]) {
    await copy(new URL(`dist/${name}`, ROOT), new URL(`dist/${name}`, folder));
  }
  await renameScripts(new URL("dist/", folder));
  return folder;
}

async function copy(from: URL, to: URL): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    const [source, target] = [from, to].map((folder) => new URL(`${folder}/${name}`));
    await (isDirectory ? copy(source!, target!) : Deno.copyFile(source!, target!));
  }
}

/** Gives every script another name, as their contents would where one of them is another. */
async function renameScripts(dist: URL): Promise<void> {
  const assets = new URL("assets/", dist);
  const names = [...Deno.readDirSync(assets)].map(({ name }) => name);
  const rename = (text: string) => names.reduce((all, name) => all.replaceAll(name, nextName(name)), text);
  for (const name of names) {
    const text = rename(await Deno.readTextFile(new URL(name, assets)));
    const mark = name.startsWith("boot-") ? 'document.documentElement.dataset.next="";' : "";
    await Deno.writeTextFile(new URL(nextName(name), assets), mark + text);
    await Deno.remove(new URL(name, assets));
  }
  const manifest = new URL(".vite/manifest.json", dist);
  await Deno.writeTextFile(manifest, rename(await Deno.readTextFile(manifest)));
}

function nextName(name: string): string {
  return name.replace(/\.js$/, ".next.js");
}
