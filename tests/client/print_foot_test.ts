/** What stands under a printed page, in a document that the test holds. */
import { assertEquals } from "@std/assert";
import { documentOf } from "@/tests/fixtures/document_of.ts";

/** What the module reads of a browser. */
interface Stage {
  document: Document;
  location: { href: string };
  history: { state: unknown };
  matchMedia: (query: string) => { readonly matches: boolean };
  addEventListener: (type: string, act: () => void) => void;
}

/** Runs as a browser at an address; what is printed there, twice. */
async function printed(search: string, body = ""): Promise<{ texts: string[]; codes: string[] }> {
  const stage = globalThis as unknown as Stage;
  const { addEventListener: own } = globalThis;
  const printing: (() => void)[] = [];
  stage.document = documentOf(`<!doctype html><html><body>${body}<footer class="print-foot">old</footer>`);
  let asked = 0;
  stage.document.dispatchEvent = ({ type }) => (asked += Number(type === "copylink"), true);
  Object.defineProperty(globalThis, "location", {
    value: { href: `https://site.test/softmax${search}` },
    configurable: true,
  });
  stage.history = { state: null };
  stage.matchMedia = () => ({ matches: false });
  stage.addEventListener = (type, act) => void (type === "beforeprint" && printing.push(act));
  try {
    // A module of its own for each page, as each page loads it.
    await import(`@/lib/client/print_foot.ts?page=${encodeURIComponent(search + body)}`);
    const foot = stage.document.querySelector(".print-foot")!;
    assertEquals(foot.textContent, "old", "nothing before it is printed");
    for (const print of [...printing, ...printing]) print();
    assertEquals(asked, 2, "the lab writes its address first");
    return {
      texts: [...foot.querySelectorAll("p")].map((each) => each.textContent),
      codes: [...foot.querySelectorAll("figure")].map((each) => each.getAttribute("data-address")!),
    };
  } finally {
    globalThis.addEventListener = own;
  }
}

Deno.test("a printed page has its settings, its link and its code, each once", async () => {
  const link = "https://site.test/softmax?logits=1&top_k=2";
  assertEquals(await printed("?logits=1&top_k=2"), {
    texts: ["Settings: logits: 1 · top k: 2", link],
    codes: [link],
  });
});

Deno.test("a printed page without settings names none", async () => {
  assertEquals((await printed("")).texts, ["https://site.test/softmax"]);
});

Deno.test("a page that shows its code already prints it once", async () => {
  const { texts, codes } = await printed("?logits=3", '<figure class="qr"></figure>');
  assertEquals([texts.length, codes], [2, []]);
});

Deno.test("a link too long for a code is printed with what to do", async () => {
  const { texts, codes } = await printed(`?logits=${"1,".repeat(3000)}1`);
  assertEquals([texts.length, codes], [3, []]);
  assertEquals(texts[2]!.startsWith("The link is too long for a QR code"), true);
});
