import { assertEquals, assertStringIncludes } from "@std/assert";
import { embedAddress, embedSnippet, resizeSnippet } from "@/lib/labs/share/embed_snippet.ts";

const CHOICE = {
  origin: "https://x.test",
  page: "/",
  query: new URLSearchParams({ text: 'a "b" & c' }),
  theme: "dark",
  hide: ["sampler", "cost"],
  title: 'The "lab"',
  height: 600,
} as const;

Deno.test("embedAddress() holds the experiment, the theme and what is hidden; defaults are left out", () => {
  assertEquals(
    embedAddress(CHOICE),
    "https://x.test/embed/predictor?text=a+%22b%22+%26+c&theme=dark&hide=sampler,cost",
  );
  const plain = {
    ...CHOICE,
    page: "/kv-cache",
    query: new URLSearchParams(),
    theme: "light" as const,
    hide: [],
  };
  assertEquals(embedAddress(plain), "https://x.test/embed/kv-cache");
});

Deno.test("embedSnippet() is a frame whose attributes are escaped", () => {
  const html = embedSnippet(CHOICE);
  assertStringIncludes(html, '%22b%22+%26+c&amp;theme=dark&amp;hide=sampler,cost"');
  assertStringIncludes(html, 'title="The &quot;lab&quot;"');
  for (
    const part of [
      'width="100%"',
      'height="600"',
      'loading="lazy"',
      'sandbox="allow-scripts allow-same-origin',
    ]
  ) {
    assertStringIncludes(html, part);
  }
  assertEquals(
    resizeSnippet("https://x.test"),
    '<script src="https://x.test/static/embed.js" async></script>',
  );
});
