/**
 * What the browsers that are served lack (Chrome 123, Firefox 124, Safari 17.5) stands in no code of theirs. What is
 * deleted in tests/browser/older_browsers_test.ts is looked for here in every file that may reach a browser.
 */
import { assertEquals } from "@std/assert";

const ROOT = new URL("../../", import.meta.url);

/** Files that run on the server or in the build alone. */
const SERVER = /^lib\/(server|build|experiment\/store)\//;

const TOO_YOUNG: readonly RegExp[] = [
  /\.(values|keys|entries)\(\)\s*\.(map|filter|reduce|some|every|find|toArray|forEach|flatMap|take|drop)\(/,
  /\.matchAll\([^()]*\)\s*\.(map|filter|reduce|toArray|some|every|find|forEach|flatMap|take|drop)\(/,
  /\bIterator\.(from|prototype)\b/,
  /\bURL\.parse\(/,
  /\bPromise\.try\(/,
  /\bRegExp\.escape\(/,
  /\.(isSubsetOf|isSupersetOf|isDisjointFrom|symmetricDifference)\(/,
  /\b(fromBase64|toBase64|fromHex|toHex\(\)|sumPrecise|isError)\b\(/,
];

async function sourcesBelow(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(new URL(folder, ROOT))) {
    const path = `${folder}/${name}`;
    if (isDirectory) found.push(...await sourcesBelow(path));
    else if (/\.tsx?$/.test(name) && !SERVER.test(path)) found.push(path);
  }
  return found;
}

Deno.test("no file that may reach a browser uses what the oldest of them lacks", async () => {
  const wrong: string[] = [];
  for (const path of [...await sourcesBelow("lib"), ...await sourcesBelow("islands")]) {
    const source = await Deno.readTextFile(new URL(path, ROOT));
    for (const pattern of TOO_YOUNG) {
      const found = pattern.exec(source.replace(/^\s*(\*|\/\/|\/\*).*$/gm, ""));
      if (found) wrong.push(`${path}: ${found[0]}`);
    }
  }
  assertEquals(wrong, []);
});
