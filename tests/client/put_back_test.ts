import { assertEquals } from "@std/assert";
import { putBack } from "@/lib/client/put_back.ts";
import { documentOf } from "@/tests/fixtures/document_of.ts";

/** What stands in an island that failed: its notice, and the rest. */
function after(shown: string, rendered: string): [notice: string, rest: string] {
  const document = documentOf(`<!doctype html><body><main>${shown}</main><aside>${rendered}</aside></body>`);
  Object.assign(globalThis, { document });
  const [element, server] = ["main", "aside"].map((name) => document.querySelector<HTMLElement>(name)!);
  putBack(element!, server!);
  const [notice, ...rest] = [...element!.children];
  assertEquals([notice!.getAttribute("role"), notice!.className], ["status", "notice"]);
  return [notice!.textContent, rest.map((each) => each.outerHTML).join("")];
}

Deno.test("an island that failed is what the server sent, with a sentence on what still works", () => {
  const form = "<form></form>";
  const works = "This part could not start in your browser. Its form still works: the server computes it.";
  const none = "This part could not start in your browser. Load the page again to try once more.";
  assertEquals(after("<b>broken</b>", "<p>sent</p>"), [none, "<p>sent</p>"]);
  assertEquals(after("<b>broken</b>", `${form}<p>sent</p>`), [works, `${form}<p>sent</p>`]);
  assertEquals(after(form, "<p>sent</p>"), [works, "<p>sent</p>"]);
});
