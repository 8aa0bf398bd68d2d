import { assertEquals, assertThrows } from "@std/assert";
import { parseBundle } from "@/lib/server/assets/bundle.ts";

const MANIFEST = JSON.stringify({
  "lib/client/boot.ts": { file: "assets/boot-1.js", imports: ["_preact-2.js"], isEntry: true },
  "_preact-2.js": { file: "assets/preact-2.js" },
  "_chart-3.js": { file: "assets/chart-3.js", imports: ["_preact-2.js"] },
  "static/shell.js": { file: "assets/shell-5.js" },
  "islands/Predictor.tsx": { file: "assets/Predictor-4.js", imports: ["lib/client/boot.ts", "_chart-3.js"] },
});

Deno.test("parseBundle() names the boot script and the build", () => {
  const bundle = parseBundle(MANIFEST);
  assertEquals(bundle.scripts, ["/assets/boot-1.js"]);
  assertEquals(bundle.build.length, 12);
});

Deno.test("parseBundle() names the minified script of the shell, where the build has one", () => {
  assertEquals(parseBundle(MANIFEST).shell, "/assets/shell-5.js");
  assertEquals(parseBundle('{"lib/client/boot.ts":{"file":"boot.js"}}').shell, null);
});

Deno.test("parseBundle() preloads an island's chunks, each once, without the boot script", () => {
  const preloads = parseBundle(MANIFEST).preloads(["Predictor" as never]);
  assertEquals(preloads.sort(), ["/assets/Predictor-4.js", "/assets/chart-3.js", "/assets/preact-2.js"]);
});

Deno.test("parseBundle() preloads nothing for an island that the build does not have", () => {
  assertEquals(parseBundle(MANIFEST).preloads(["Absent" as never]), ["/assets/preact-2.js"]);
});

Deno.test("parseBundle() refuses a manifest without the boot script", () => {
  assertThrows(() => parseBundle("{}"), TypeError, "lib/client/boot.ts");
});
