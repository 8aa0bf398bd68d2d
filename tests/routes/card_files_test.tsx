import { assertEquals } from "@std/assert";
import { renderToString } from "preact-render-to-string";
import { readModelCard } from "@/lib/server/models/card.ts";
import { shippedModel } from "@/lib/server/models/shipped_models.ts";
import { Sizes } from "@/routes/models/sizes.tsx";
import { bodyOf } from "@/tests/fixtures/document_of.ts";

Deno.test("a card names its files, and what each ONNX file is for", () => {
  const rows = (["parcel-gpt", "parcel-gru", "parcel-bert"] as const).map((name) => {
    const body = bodyOf(renderToString(<Sizes name={name} card={readModelCard(name)} />));
    const files = [...body.querySelectorAll("li")].find((each) => each.textContent.startsWith("Files"))!;
    const links = [...files.querySelectorAll("a")].map((each) => each.getAttribute("href"));
    const { weights, tokenizer } = shippedModel(name);
    assertEquals([links[0], links.at(-1)], [weights, tokenizer]);
    const made = [...body.querySelectorAll("a")].map((each) => each.getAttribute("href"))
      .filter((href) => href!.startsWith("/source/"));
    return [files.textContent.replace(/\s+/g, " "), ...made];
  });
  assertEquals(rows, [
    [
      "Files: safetensors, ONNX with a KV cache for transformers.js, tokenizer.json.",
      "/source/transformer/forward.ts",
    ],
    ["Files: safetensors, tokenizer.json.", "/source/recurrent/forward.ts"],
    [
      "Files: safetensors, ONNX for the masked models of transformers.js, tokenizer.json.",
      "/source/transformer/forward.ts",
    ],
  ]);
});
