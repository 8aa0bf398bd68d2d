import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { lookOf, parseEmbedLook, withoutLook } from "@/lib/experiment/embed_look.ts";
import { labs } from "@/routes/labs.ts";

function look(page: string, query: string) {
  return parseEmbedLook(labs.find(({ path }) => path === page)!.parts, new URLSearchParams(query));
}

Deno.test("parseEmbedLook() reads the theme and the parts to hide, separated or repeated", () => {
  assertEquals(look("/", "theme=dark&hide=sampler,cost&hide=run"), {
    theme: "dark",
    hidden: ["sampler", "run", "cost"],
    notices: [],
  });
  assertEquals(look("/", ""), { theme: "light", hidden: [], notices: [] });
});

Deno.test("parseEmbedLook() names what it cannot use, and goes on", () => {
  const { theme, hidden, notices } = look("/loss", "theme=pink&hide=inputs,sampler");
  assertEquals([theme, hidden], ["light", ["text"]]);
  assertEquals(notices, [
    "theme=pink is none of auto, light, dark.",
    "hide=sampler is no part of this page that can be hidden.",
  ]);
});

Deno.test("parseEmbedLook() hides the quieter column with its last panel", () => {
  assert(!look("/", "hide=sampler").hidden.includes("side"));
  assert(look("/", "hide=model,sampler").hidden.includes("side"));
});

Deno.test("withoutLook() and lookOf() part an address in two", () => {
  const params = new URLSearchParams("text=a&theme=dark&hide=x&hide=y");
  assertEquals(withoutLook(params).toString(), "text=a");
  assertEquals(lookOf(params), [["theme", "dark"], ["hide", "x"], ["hide", "y"]]);
});

Deno.test("every part has a rule in the stylesheet", async () => {
  const css = await Deno.readTextFile(new URL("../../static/styles/embed.css", import.meta.url));
  for (const { path, parts } of labs) {
    assertEquals(new Set(parts.map(({ name }) => name)).size, parts.length, `${path}: names are distinct`);
    for (const { mark } of parts) assertStringIncludes(css, `[data-hide~="${mark}"]`, `${path} ${mark}`);
  }
});

Deno.test("docs/embedding.md lists every name that hide= takes", async () => {
  const text = await Deno.readTextFile(new URL("../../docs/embedding.md", import.meta.url));
  for (const { path, parts } of labs) {
    const lab = path === "/" ? "predictor" : path.slice(1);
    const row = text.split("\n").find((line) => line.startsWith(`| \`${lab}\` `)) ?? "";
    assertEquals(
      [...row.matchAll(/, `(\w+)`|\| `(\w+)`(?=,| +\|$)/g)].map(([, a, b]) => a ?? b),
      parts.map(({ name }) => name),
      lab,
    );
  }
});
