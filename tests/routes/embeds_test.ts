import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { embedPath } from "@/lib/server/embed.ts";
import { pages } from "@/routes/mod.ts";
import { documentOf, inlineParts } from "../fixtures/document_of.ts";
import { siteWith } from "../server/site_under_test.ts";

const EMBEDS = pages.filter(({ embed }) => embed).map(({ path }) => path);

Deno.test("every embed takes a theme and is no experiment of its own: no notice, the page's own link", async () => {
  const ask = siteWith();
  for (const path of EMBEDS) {
    const html = await (await ask(`${embedPath(path)}?theme=dark&hide=`)).text();
    assertMatch(html, /<html lang="en" data-theme="dark">/, path);
    assert(!html.includes('class="notices"'), `${path} has a notice`);
    assert(html.includes(`href="${path}" target="_blank"`), `${path} links to itself`);
    assertMatch(html, /<script src="\/static\/frame\.js/, path);
    assertEquals(inlineParts(documentOf(html)), [], path);
    assert(!html.includes("Share</button>"), path);
  }
});

Deno.test("an embed hides what its address names, and says what it does not know", async () => {
  const html = await (await siteWith()("/embed/predictor?hide=sampler,cost,nothing&text=a+b")).text();
  assertMatch(html, /<body class="embed" data-hide="sampler cost">/);
  assertStringIncludes(html, "hide=nothing is no part of this page that can be hidden.");
  assertStringIncludes(html, 'href="/?text=a+b" target="_blank"');
});

Deno.test("an embed's way to its page is spelled as an address is, and says where it cannot hold the experiment", async () => {
  const foot = async (logits: string) => {
    const html = await (await siteWith()(`/embed/softmax?logits=${logits}&theme=dark`)).text();
    const link = documentOf(html).querySelector("[data-open-page]")!;
    const note = link.nextElementSibling!;
    return [link.getAttribute("href"), note.hasAttribute("hidden"), note.textContent!.includes("without it")];
  };
  const logits = "1,".repeat(3900) + "1";
  assertEquals(await foot(logits), [`/softmax?logits=${logits}`, true, true]);
  assertEquals(await foot("1,".repeat(4000) + "1"), ["/softmax", false, true]);
});

Deno.test("theme and hidden parts last where no script runs: in forms and links", async () => {
  const html = await (await siteWith()("/embed/table?theme=dark&hide=rows")).text();
  assertMatch(
    html,
    /<input type="hidden" name="theme" value="dark"\/><input type="hidden" name="hide" value="rows"\/><\/form>/,
  );
  for (const link of documentOf(html).querySelectorAll('a[href^="?"]')) {
    assert(link.getAttribute("href")!.endsWith("theme=dark&hide=rows"), link.outerHTML);
  }
  const evil = await (await siteWith()(`/embed/table?theme=${encodeURIComponent('"><script>')}`)).text();
  assert(!evil.includes('"><script>'));
});

Deno.test("every lab's page has Share, whose code does not come with the page; other pages have none", async () => {
  const ask = siteWith();
  for (const { path, embed } of pages) {
    const html = await (await ask(path)).text();
    assertEquals(html.includes('<is-land name="Share" when="use"'), embed === true, path);
    assert(!/modulepreload[^>]*Share/.test(html), path);
  }
});

Deno.test("the script that a page around an embed includes may come from another origin", async () => {
  const ask = siteWith();
  for (const [path, policy] of [["embed", "cross-origin"], ["frame", "same-origin"]]) {
    const response = await ask(`/static/${path}.js`);
    await response.body?.cancel();
    assertEquals(
      [response.status, response.headers.get("cross-origin-resource-policy")],
      [200, policy],
      path,
    );
  }
});

Deno.test("a figure that a table rounds is in its cell unrounded", async () => {
  const ask = siteWith();
  for (const path of EMBEDS) {
    for (const cell of documentOf(await (await ask(path)).text()).querySelectorAll("td.num")) {
      const text = cell.textContent!;
      if (cell.querySelector("input") || !/\d[.]\d|%|[KMG]iB/.test(text)) continue;
      const isExact = cell.hasAttribute("data-value") ||
        /^[-−]?(\d+(\.\d+)?(e[+-]?\d+)?|Infinity)( nats)?$/.test(cell.getAttribute("title") ?? "");
      assert(isExact, `${path}: ${cell.outerHTML}`);
    }
  }
});

Deno.test("a page that is no embed says that it leaves theme and hide aside, and cuts between characters", async () => {
  const html =
    await (await siteWith()("/softmax?theme=dark&hide=" + encodeURIComponent("a".repeat(39) + "🎉🎉")))
      .text();
  assert(html.includes("theme=dark was ignored: it is for embeds"));
  assert(html.includes(`hide=${"a".repeat(39)}… was ignored`));
  assert(html.isWellFormed() && !html.includes("\ufffd"));
});

Deno.test("the keys that an embed lists are its page's own", async () => {
  const ask = siteWith();
  const keysOf = async (path: string) =>
    [...documentOf(await (await ask(path)).text()).querySelectorAll("#keys dd")].map((each) =>
      each.textContent
    );
  const predict = /predict|run|open it/;
  for (const path of EMBEDS) {
    const keys = await keysOf(embedPath(path));
    assertEquals(keys, await keysOf(path), path);
    assertEquals(keys.some((does) => predict.test(does)), path === "/", `${path}: ${keys}`);
    assertEquals(keys.at(-1), "this list", path);
  }
  assertEquals((await keysOf(embedPath("/train")))[0], "train");
});
