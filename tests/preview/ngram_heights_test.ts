import { assertEquals } from "@std/assert";
import { renderToString } from "preact-render-to-string";
import { pages } from "@/routes/mod.ts";
import { previewOf } from "@/routes/preview/previews.ts";
import { bodyOf } from "@/tests/fixtures/document_of.ts";

/** How high the words stand that say how often the context was followed. */
async function heightOf(query: string): Promise<[text: string, y: string | null]> {
  const drawn = await previewOf("/ngram", pages)!.draw(new URLSearchParams(query));
  const words = [...bodyOf(renderToString(drawn)).querySelectorAll("text")].find(({ textContent }) =>
    textContent.startsWith("followed ")
  )!;
  return [words.textContent.split(":")[0]!, words.getAttribute("y")];
}

Deno.test("a picture of counts has its words under the context, or in its place where there is none", async () => {
  const text = "text=x+a%0Ax+b&smoothing=none";
  assertEquals(await heightOf(`${text}&order=2&context=x`), ["followed 2 times", "212"]);
  assertEquals((await heightOf(`${text}&order=1&context=`))[1], "164");
});
