/** Generated content with words of its own for those who hear the page is unknown to Firefox 124 and Safari 17.3. */
import { assertEquals } from "@std/assert";
import { STYLESHEETS } from "@/lib/ui/page/stylesheets.ts";

const STATIC = new URL("../../static/", import.meta.url);

Deno.test("content with an alternative comes after the same content without one", async () => {
  const alone: string[] = [];
  for (const file of STYLESHEETS) {
    const lines = (await Deno.readTextFile(new URL(file, STATIC))).split("\n");
    lines.forEach((line, at) => {
      const [, content] = /^\s*content: (.+) \/ ".*";$/.exec(line) ?? [];
      if (content !== undefined && lines[at - 1]?.trim() !== `content: ${content};`) {
        alone.push(`${file}: ${line}`);
      }
    });
  }
  assertEquals(alone, []);
});
