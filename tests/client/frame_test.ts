/** The script of a frame, at an address that the test holds: what it writes is spelled and bounded as every address. */
import { assertEquals } from "@std/assert";
import { fittingAddress } from "@/lib/experiment/query_text.ts";
import { documentOf } from "@/tests/fixtures/document_of.ts";

const SCRIPT = await Deno.readTextFile(new URL("../../static/frame.js", import.meta.url));
const PAGE = '<a data-open-page href="/softmax">Open</a><span data-page-alone hidden></span>';

/** A frame's page at an address: what its lab's writing becomes, and the way to the page when it is pressed. */
function framed(search: string) {
  const document = documentOf(`<!doctype html><html><body>${PAGE}`);
  const written: (string | null | undefined)[] = [];
  const keep = (_state: unknown, _title: string, address?: string | null) => void written.push(address);
  const history = { pushState: keep, replaceState: keep };
  const location = { search, href: `https://site.test/embed/softmax${search}` };
  const window = {};
  // linkedom dispatches no event of Deno's own.
  const { CustomEvent } = document.defaultView!;
  const given = { document, history, location, window, parent: window, CustomEvent };
  new Function(...Object.keys(given), SCRIPT)(...Object.values(given));
  const link = document.querySelector<HTMLAnchorElement>("[data-open-page]")!;
  // linkedom decodes it.
  Object.defineProperty(link, "href", { value: "https://site.test/softmax", writable: true });
  const note = document.querySelector("[data-page-alone]") as HTMLElement;
  return {
    write(address?: string | null) {
      history.pushState(null, "", address);
      return written.at(-1);
    },
    press() {
      link.click();
      return [link.href, note.hidden];
    },
  };
}

Deno.test("a frame's look stays beside what its lab writes, in the spelling of every address", () => {
  const { write } = framed("?logits=1&theme=dark&hide=rows,words");
  const look = "theme=dark&hide=rows,words";
  assertEquals(write("/embed/softmax?logits=1,2"), `/embed/softmax?logits=1,2&${look}`);
  assertEquals(write("?theme=light&top_k=3#part"), `/embed/softmax?top_k=3&${look}#part`);
  assertEquals(write("/embed/softmax"), `/embed/softmax?${look}`);
  assertEquals([write(null), write()], [null, undefined]);
});

Deno.test("where a frame's look makes an address too long, the experiment stays without it", () => {
  const { write } = framed("?theme=dark");
  const [fits, not] = [3930, 3938].map((each) => `/embed/softmax?logits=${"1,".repeat(each)}`);
  assertEquals(write(fits!), `${fits}&theme=dark`);
  assertEquals(write(not!), not);
  const never = `/embed/softmax?logits=${"1,".repeat(4000)}`;
  assertEquals(write(never), never);
});

Deno.test("the way out of a frame is the page's own address of the experiment, or says that it has none", () => {
  const queries = [
    "logits=1,2;3&a=x:y/z@w",
    "logits=%C3%A9+%27!(*)~%20%2B",
    `logits=${"1,".repeat(3937)}`,
    `logits=${"1%2C".repeat(3937)}`,
    `logits=${"1,".repeat(3942)}`,
    `logits=${"'".repeat(3000)}`,
    "",
  ];
  for (const query of queries) {
    const address = fittingAddress("/softmax", new URLSearchParams(query));
    assertEquals(framed(`?${query}&hide=rows`).press(), [address ?? "/softmax", address !== null], query);
  }
});
