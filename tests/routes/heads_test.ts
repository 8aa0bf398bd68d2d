/** What search engines and link previews read of a page. */
import { assert, assertEquals } from "@std/assert";
import { pages } from "@/routes/mod.ts";
import { documentOf } from "../fixtures/document_of.ts";
import { siteWith } from "../server/site_under_test.ts";

const ORIGIN = "https://example.org";

/** The head of a page as a map from what each element is called to its content. */
async function headOf(path: string): Promise<Map<string, string>> {
  const { head } = documentOf(await (await siteWith({ PUBLIC_ORIGIN: ORIGIN })(path)).text());
  const nameOf = (meta: Element) => meta.getAttribute("name") ?? meta.getAttribute("property") ?? "";
  return new Map([
    ["title", head.querySelector("title")?.textContent ?? ""],
    ["canonical", head.querySelector("link[rel=canonical]")?.getAttribute("href") ?? ""],
    ...[...head.querySelectorAll("meta[content]")].map((meta) =>
      [nameOf(meta), meta.getAttribute("content")!] as const
    ),
  ]);
}

Deno.test("every page has a title and a description of its own, and its address without a query", async () => {
  const titles = new Set<string>(), descriptions = new Set<string>();
  for (const { path } of pages) {
    const head = await headOf(`${path}?utm_source=x`);
    const title = head.get("title")!, description = head.get("description")!;
    assert(title.endsWith("· Next-Token Playground"), title);
    assert(description.length >= 30 && description.length <= 160, `${path} ${description.length}`);
    titles.add(title);
    descriptions.add(description);
    assertEquals(head.get("canonical"), ORIGIN + path);
    assertEquals(head.get("og:url"), ORIGIN + path);
    assertEquals([head.get("og:title"), head.get("og:description")], [title, description]);
    assertEquals(head.has("robots"), false, path);
  }
  assertEquals([titles.size, descriptions.size], [pages.length, pages.length]);
});

Deno.test("every page names a picture that exists, absolute, with its size and words for it", async () => {
  const ask = siteWith({ RATE_LIMIT: "0" });
  for (const { path } of pages) {
    const head = await headOf(path);
    const picture = head.get("og:image")!;
    assert(picture.startsWith(`${ORIGIN}/preview/`), picture);
    assertEquals([head.get("og:image:width"), head.get("og:image:height")], ["1200", "630"]);
    assertEquals(head.get("twitter:card"), "summary_large_image");
    assert((head.get("og:image:alt") ?? "").length > 20, path);
    const response = await ask(picture.slice(ORIGIN.length));
    await response.body?.cancel();
    assertEquals([response.status, response.headers.get("content-type")], [200, "image/png"], picture);
  }
});

Deno.test("the picture of a page is that of its own query", async () => {
  const pictureOf = async (path: string) => (await headOf(path)).get("og:image")?.slice(ORIGIN.length);
  assertEquals(await pictureOf("/?text=a%26b%22"), "/preview/predictor?text=a%26b%22");
  assertEquals(await pictureOf("/kv-cache?tokens=4096"), "/preview/kv-cache?tokens=4096");
  assertEquals(await pictureOf("/embed/softmax?logits=1,2"), "/preview/softmax?logits=1,2");
  assertEquals(
    await pictureOf(`/?text=${"x".repeat(2500)}`),
    "/preview/predictor",
    "too long to be repeated",
  );
  assertEquals(await pictureOf("/api?run=softmax&body=private"), "/preview/api");
  assertEquals(await pictureOf("/no/such/page"), undefined);
});

Deno.test("failures and frames are not listed", async () => {
  for (const path of ["/no/such/page", "/embed/softmax"]) {
    assertEquals((await headOf(path)).get("robots"), "noindex", path);
  }
});

/** Width and height that a PNG's header has. */
function pngSize(png: Uint8Array): string {
  const data = new DataView(png.buffer, png.byteOffset);
  return `${data.getUint32(16)}x${data.getUint32(20)}`;
}

Deno.test("the manifest's icons have the sizes that it says", async () => {
  const ask = siteWith();
  const { icons } = await (await ask("/manifest.webmanifest")).json();
  const pngs = icons.filter(({ type }: { type: string }) => type === "image/png");
  assertEquals(pngs.length, 2);
  for (const { src, sizes } of pngs) assertEquals(pngSize(await (await ask(src)).bytes()), sizes, src);
});
