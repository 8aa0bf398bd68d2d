import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import { ShortLink } from "@/islands/share/short_link.tsx";
import { createShortLink, type ShortLinkStatus } from "@/lib/labs/share/short_link.ts";
import { memoryStore } from "@/tests/server/memory_store.ts";
import { siteWith } from "@/tests/server/site_under_test.ts";

const SOURCE = {
  page: "/softmax",
  query: { logits: "1,2" },
  readResults: () => ({ sources: ["softmax"], figures: [{ name: "Entropy", value: 0.5 }] }),
};

async function labOnSite(limits: Parameters<typeof memoryStore>[0] = {}, source = SOURCE) {
  const opened = await memoryStore(limits);
  const ask = siteWith({ RATE_LIMIT: "0" }, [], opened.store);
  const lab = createShortLink(source, (path, init) => ask(`${path}`, init));
  return { lab, ask, store: opened.store, [Symbol.dispose]: opened[Symbol.dispose] };
}

function made(status: ShortLinkStatus): Extract<ShortLinkStatus, { kind: "made" }> {
  if (status.kind === "made") return status;
  throw new Error(`${status.kind}: ${status.kind === "failed" && status.message}`);
}

function failure(status: ShortLinkStatus): string {
  assertEquals(status.kind, "failed");
  return status.kind === "failed" ? status.message : "";
}

Deno.test("create() stores what the author wrote, and what the page shows if wanted", async () => {
  using site = await labOnSite();
  const { lab } = site;
  lab.draft.value = { title: "Mine", note: " ", expiry: 7, withResults: true };
  await lab.create();
  const { link } = made(lab.status.value);
  assertMatch(link.url, /\/e\/[\w-]{16}$/);
  assert(link.expiresAt !== null && link.deleteToken.length === 32);
  const found = await site.store.read(link.id);
  const experiment = found.kind === "found" ? found.experiment : null;
  assertEquals([experiment?.title, experiment?.note, experiment?.query], ["Mine", null, { logits: "1,2" }]);
  assertEquals(experiment?.results, SOURCE.readResults());
  lab.draft.value = { title: "", note: "", expiry: null, withResults: false };
  await lab.create();
  const bare = await site.store.read(made(lab.status.value).link.id);
  assertEquals(bare.kind === "found" && [bare.experiment.results, bare.experiment.expiresAt !== null], [
    null,
    true,
  ]);
});

Deno.test("remove() deletes at once, and says what is wrong where it cannot", async () => {
  using site = await labOnSite();
  await site.lab.create();
  const { link } = made(site.lab.status.value);
  await site.lab.remove();
  assertEquals(site.lab.status.value, { kind: "deleted" });
  assertEquals(await site.store.read(link.id), { kind: "unknown" });
  await site.lab.create();
  const offline = createShortLink(
    SOURCE,
    async (path, init) =>
      init?.method === "DELETE"
        ? await Promise.reject(new TypeError("offline"))
        : await site.ask(`${path}`, init),
  );
  await offline.create();
  await offline.remove();
  assertStringIncludes(made(offline.status.value).problem ?? "", "still stored");
});

Deno.test("create() says what happened and what to do: offline, too often, too large, no store, not valid", async () => {
  const offline = createShortLink(SOURCE, () => Promise.reject(new TypeError("offline")));
  await offline.create();
  assertStringIncludes(failure(offline.status.value), "cannot be reached");
  using limited = await labOnSite({ perDay: 1 });
  await limited.lab.create();
  await limited.lab.create();
  assertMatch(failure(limited.lab.status.value), /may store 1 experiments a day.*long link.*Again in \d+ /);
  using large = await labOnSite({}, { ...SOURCE, page: "/", query: { text: "x".repeat(50_000) } as never });
  await large.lab.create();
  assertStringIncludes(failure(large.lab.status.value), "49,152 bytes");
  using wrong = await labOnSite({}, { ...SOURCE, query: { logits: "x" } });
  await wrong.lab.create();
  assertStringIncludes(failure(wrong.lab.status.value), "query/logits");
  const without = siteWith({ RATE_LIMIT: "0" });
  const none = createShortLink(SOURCE, (path, init) => without(`${path}`, init));
  await none.create();
  assertStringIncludes(failure(none.status.value), "no store");
  const broken = createShortLink(SOURCE, () => Promise.resolve(new Response("<html>", { status: 502 })));
  await broken.create();
  assertStringIncludes(failure(broken.status.value), "502");
});

Deno.test("<ShortLink> asks for what is stored, or says that the long link is used", () => {
  const html = renderToString(h(ShortLink, { ...SOURCE, isStoreThere: true }));
  for (const label of ["Title", "Note", "Expires", "Store results with it", "Create short link"]) {
    assertStringIncludes(html, label);
  }
  const without = renderToString(h(ShortLink, { ...SOURCE, isStoreThere: false }));
  assertStringIncludes(without, "the long link is used");
  assert(!without.includes("<form"));
});
