import { assertEquals } from "@std/assert";
import { renderToString } from "preact-render-to-string";
import { SOFTMAX_FIELDS } from "@/lib/experiment/fields/softmax_fields.ts";
import type { StoredExperiment } from "@/lib/experiment/store/stored_experiment.ts";
import { keepLook } from "@/lib/server/keep_look.ts";
import { StoredBanner } from "@/lib/server/stored_banner.tsx";
import { bodyOf } from "@/tests/fixtures/document_of.ts";

const LOOK = [["theme", "dark"], ["hide", `"a&b"`]] as const;
const QUERY = "theme=dark&amp;hide=%22a%26b%22";

Deno.test("keepLook() joins an embed's look to each of its links, whatever their query is so far", () => {
  const kept = (href: string) =>
    /href="(.*?)"/.exec(keepLook(`<p><a class="x" href="${href}">y</a></p>`, LOOK))![1];
  assertEquals(kept("/embed/softmax"), `/embed/softmax?${QUERY}`);
  assertEquals(kept("/embed/softmax?"), `/embed/softmax?${QUERY}`);
  assertEquals(kept("/embed/softmax?a=1"), `/embed/softmax?a=1&amp;${QUERY}`);
  assertEquals(kept("/embed/softmax?a=1#part"), `/embed/softmax?a=1&amp;${QUERY}#part`);
  assertEquals(kept("/embed/softmax#part"), `/embed/softmax?${QUERY}#part`);
  assertEquals(kept("?a=1"), `?a=1&amp;${QUERY}`);
  assertEquals(kept("?"), `?${QUERY}`);
  for (const other of ["/softmax?a=1", "https://x.test/embed/softmax", "#part"]) {
    assertEquals(kept(other), other);
  }
});

Deno.test("keepLook() spells commas as an address does, and leaves a link alone that it would make too long", () => {
  const kept = (href: string, hide: string) =>
    /href="(.*?)"/.exec(keepLook(`<a href="${href}">y</a>`, [["hide", hide]]))![1];
  assertEquals(kept("?a=1,2", "x,y"), "?a=1,2&amp;hide=x,y");
  const longest = `?${"a=1&amp;".repeat(1970)}b`;
  assertEquals(kept(longest, "sampler"), `${longest}&amp;hide=sampler`);
  assertEquals(kept(longest, "sampler,words,rows"), longest);
  assertEquals(kept("?a=1", "x".repeat(7900)), "?a=1");
});

Deno.test("keepLook() puts the look into each form, and leaves a page without one as it is", () => {
  const html = "<form><input/></form><form></form>";
  const inputs =
    '<input type="hidden" name="theme" value="dark"/><input type="hidden" name="hide" value="&quot;a&amp;b&quot;"/>';
  assertEquals(keepLook(html, LOOK), `<form><input/>${inputs}</form><form>${inputs}</form>`);
  assertEquals(keepLook(html, []), html);
});

Deno.test("the banner of a stored experiment has its author's results, and nothing of results where there are none", () => {
  const shown = (results: StoredExperiment["results"]) => {
    const experiment = {
      page: "/softmax",
      query: { logits: "1,2" },
      title: "Two logits",
      note: "as in class",
      results,
      createdAt: 0,
      expiresAt: null,
    } as unknown as StoredExperiment;
    const address = new URL("http://site.test/e/abc");
    return bodyOf(
      renderToString(
        <StoredBanner id="abc" experiment={experiment} address={address} fields={SOFTMAX_FIELDS} />,
      ),
    );
  };
  const none = shown(null as unknown as StoredExperiment["results"]);
  assertEquals([none.querySelectorAll("is-land").length, none.textContent!.includes("Two logits")], [
    0,
    true,
  ]);
  const some = shown(
    { sources: ["x"], figures: [{ name: "entropy", value: 1 }] } as unknown as StoredExperiment["results"],
  );
  assertEquals(some.querySelectorAll("is-land").length, 1);
});
