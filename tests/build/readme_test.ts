import { assert } from "@std/assert";

Deno.test("README is one page: at most 150 lines", async () => {
  const text = await Deno.readTextFile(new URL("../../README.md", import.meta.url));
  const { length } = text.trimEnd().split("\n");
  assert(length <= 150, `${length} lines`);
});
