import { assertEquals } from "@std/assert";
import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import { LoadingModel } from "@/lib/ui/predictor/loading_model.tsx";

/** What a load says, as it is read. */
function said(totalBytes: number | null, timeLeft: number | null): string {
  const loading = { title: "SmolLM2", phase: "downloading", loadedBytes: 12_000_000, totalBytes, timeLeft };
  return renderToString(h(LoadingModel, { loading })).replaceAll(/<[^>]*>/g, "|").replaceAll("\u00a0", " ");
}

Deno.test("LoadingModel() says how much of how much, and how long it still takes where that is known", () => {
  const words = (text: string) => text.split("|").filter((each) => each !== "");
  assertEquals(words(said(115_000_000, 8000)), ["SmolLM2: downloading", "12 MB of 115 MB, 8.0 s left"]);
  assertEquals(words(said(115_000_000, null)), ["SmolLM2: downloading", "12 MB of 115 MB"]);
  assertEquals(words(said(null, null)), ["SmolLM2: downloading", "12 MB"]);
});
