import { assert, assertEquals, assertNotEquals, assertStringIncludes } from "@std/assert";
import { bodyOf } from "../fixtures/document_of.ts";
import { renderToString } from "preact-render-to-string";
import { drawable } from "@/lib/server/preview/drawable.ts";
import { previewFonts } from "@/lib/server/preview/fonts.ts";
import { pages } from "@/routes/mod.ts";
import { previewOf } from "@/routes/preview/previews.ts";
import { siteWith } from "../server/site_under_test.ts";

async function svgOf(path: string, query = ""): Promise<string> {
  return renderToString(await previewOf(path, pages)!.draw(new URLSearchParams(query)));
}

/** What the picture's words say, in their order. */
async function wordsOf(path: string, query = ""): Promise<string[]> {
  const svg = await svgOf(path, query);
  return [...bodyOf(svg).querySelectorAll("text")].map(({ textContent }) => textContent!);
}

/** Width and height as the PNG's header has them. */
function sizeOf(png: Uint8Array): [number, number] {
  const data = new DataView(png.buffer, png.byteOffset);
  assertEquals([...png.subarray(1, 4)], [...new TextEncoder().encode("PNG")]);
  return [data.getUint32(16), data.getUint32(20)];
}

Deno.test("GET /preview/PAGE is a PNG of 1200 by 630 pixels for every page of the site", async () => {
  const ask = siteWith({ RATE_LIMIT: "0" });
  for (const { path } of pages) {
    const name = path === "/" ? "/predictor" : path;
    const response = await ask(`/preview${name}`);
    assertEquals([response.status, response.headers.get("content-type")], [200, "image/png"], path);
    const png = new Uint8Array(await response.arrayBuffer());
    assertEquals(sizeOf(png), [1200, 630], path);
    // Without a font the rasterizer draws no letter and says nothing: such a picture is far smaller.
    assert(png.length > 20_000, `${path} has ${png.length} bytes`);
  }
});

Deno.test("every word that pages draw by themselves is in the fonts", async () => {
  const { covered } = previewFonts();
  for (const { path } of pages) {
    const missing = (await wordsOf(path)).join("").replaceAll(/&\w+;/g, "");
    assertEquals([...missing].filter((each) => !covered.has(each.codePointAt(0)!)), [], path);
  }
});

Deno.test("GET /preview/PAGE lets shared caches keep no visitor's text, and any site show it", async () => {
  const ask = siteWith({ RATE_LIMIT: "0" });
  const cachingOf = async (path: string) => {
    const response = await ask(path);
    await response.body?.cancel();
    assertEquals(response.headers.get("cross-origin-resource-policy"), "cross-origin");
    return response.headers.get("cache-control");
  };
  assertEquals(await cachingOf("/preview/softmax"), "public, max-age=3600");
  assertEquals(await cachingOf("/preview/softmax?labels=mine&logits=1,2"), "private, max-age=300");
  assertEquals(await cachingOf("/preview/softmax?temperature=1&utm_source=x"), "public, max-age=3600");
});

Deno.test("GET /preview/PAGE knows no other pages", async () => {
  const ask = siteWith();
  for (const path of ["/preview/nothing", "/preview/", "/preview/embed/softmax", "/preview/__proto__"]) {
    const response = await ask(path);
    await response.body?.cancel();
    assertEquals(response.status, 404, path);
  }
});

Deno.test("GET /preview/PAGE draws the page as it opens for bad values and for a query that is too long", async () => {
  const ask = siteWith({ RATE_LIMIT: "0" });
  const bytesOf = async (path: string) => (await (await ask(path)).bytes()).join();
  const opened = await bytesOf("/preview/kv-cache");
  assertEquals(await bytesOf("/preview/kv-cache?tokens=many&layers=-1&nonsense=1"), opened);
  assertEquals(await bytesOf(`/preview/kv-cache?tokens=4096&config=${"x".repeat(3000)}`), opened);
  assertNotEquals(await bytesOf("/preview/kv-cache?tokens=4096"), opened);
});

Deno.test("GET /preview/PAGE answers a client that asks too often with 429 and when to ask again", async () => {
  const ask = siteWith({ RATE_LIMIT: "2" });
  const statusOf = async (query: string) => {
    const response = await ask(`/preview/context?${query}`);
    await response.body?.cancel();
    return [response.status, response.headers.has("retry-after")];
  };
  assertEquals(await statusOf("limit=101"), [200, false]);
  assertEquals(await statusOf("limit=102"), [200, false]);
  assertEquals(await statusOf("limit=103"), [429, true]);
  assertEquals(await statusOf("limit=101"), [200, false], "a picture that is kept costs nothing");
});

Deno.test("the predictor's picture has the model's own probabilities, and names the model", async () => {
  const text = "The parcel was";
  const words = await wordsOf("/", `text=${encodeURIComponent(text)}`);
  const response = await siteWith()("/api/v1/predict", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ text, top: 5 }),
  });
  const { distribution, model } = await response.json();
  for (const { text, probability } of distribution) {
    assert(words.join("").includes(text.trim()), text);
    assert(words.some((word) => word.startsWith((probability * 100).toFixed(1))), `${text} ${probability}`);
  }
  assertEquals(words.at(-1), `${model.id}@${model.revision}`);
});

Deno.test("the predictor's picture keeps the end of a long prompt, and says that its front is cut", async () => {
  const text = `${"Somewhere far in front. ".repeat(30)}The package left the`;
  const words = await wordsOf("/", `text=${encodeURIComponent(text)}`);
  const shown = words.slice(2).join("");
  assertStringIncludes(shown, "…");
  assertStringIncludes(shown.replaceAll("·", " "), "The package left the");
});

Deno.test("the predictor's picture says where the link names a model that the server does not have", async () => {
  const words = await wordsOf("/", "model=OWNER/NAME");
  assertStringIncludes(words.at(-1)!, "the link names OWNER/NAME");
});

Deno.test("drawable() puts a box for each character that the fonts lack and keeps the rest", () => {
  assertEquals(drawable("a 你好 b"), "a □□ b");
  assertEquals(drawable("👩‍👩‍👧!"), "□!");
  assertEquals(drawable("שלום"), "□□□□");
  assertEquals(drawable("Žluťoučký Привет αβγ · ↵ ⟨E2⟩"), "Žluťoučký Привет αβγ · ↵ ⟨E2⟩");
});

Deno.test("a picture with a box says what it stands for", async () => {
  assertStringIncludes(
    (await wordsOf("/", "text=你好")).at(-1)!,
    "a character that this picture&#39;s font lacks".replace("&#39;", "'"),
  );
});

Deno.test("no text of a visitor leaves its place in the SVG", async () => {
  const evil = `</text><script>alert(1)</script>&"'<image href="http://x.test/"/>`;
  const value = encodeURIComponent(evil);
  for (
    const [path, query] of [
      ["/", `text=${value}`],
      ["/softmax", `labels=${value},b&logits=3,1`],
      ["/ngram", `text=${value}&context=${value}`],
      ["/loss", `text=${value}`],
      ["/table", `start=${value}`],
      ["/train", `corpus=${value}`],
    ] as const
  ) {
    const svg = await svgOf(path, query);
    const elements = new Set([...bodyOf(svg).querySelectorAll("*")].map(({ localName }) => localName));
    assertEquals(
      [...elements].filter((name) => !["svg", "rect", "text", "path", "g", "circle"].includes(name)),
      [],
    );
  }
});

Deno.test("the other pictures have their page's figures", async () => {
  const has = async (path: string, query: string, figures: readonly string[]) => {
    const words = await wordsOf(path, query);
    for (const figure of figures) {
      assert(words.some((word) => word.includes(figure)), `${path} ${figure}: ${words}`);
    }
  };
  await has("/kv-cache", "", ["1.00\u00a0GiB", "2,048 tokens × 4 sequences"]);
  await has("/loss", "probabilities=0.5,0.5,0.5,0.125", ["2.828", "1.0397"]);
  await has("/softmax", "logits=0,0&labels=a,b", ["50.0\u00a0%"]);
  await has("/ngram", "", ["warehouse", "3 ×", "50.0\u00a0%"]);
  await has("/table", "", ["85.0\u00a0%", "3 steps, stopped at the end token"]);
  await has("/context", "limit=10&prompt_tokens=8&generated_tokens=2", ["10 of 10 tokens", "dropped"]);
  await has("/train", "", ["floor of the text 0.3466", "seed 7"]);
  await has("/train", "corpus=everyday", ["trained in your tab", "hidden 16 gelu"]);
});
