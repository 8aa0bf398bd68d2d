import { assertEquals } from "@std/assert";
import { h } from "preact";
import TryApi from "@/islands/TryApi.tsx";
import { heldPort, settled } from "@/tests/fixtures/held.ts";
import { mounted } from "@/tests/fixtures/mounted.ts";

Deno.test("an answer of the API that comes after its body was changed is said to be of the body before", async () => {
  const { fetch } = globalThis;
  const site = heldPort<Parameters<typeof fetch>, Response>();
  globalThis.fetch = site.ask;
  using page = mounted(() =>
    h(TryApi, { name: "softmax", url: "http://site.test/api/v1/softmax", body: "{}", answer: null })
  );
  const { root } = page;
  const area = root.querySelector("textarea")!;
  const submit = () =>
    root.querySelector("form")!.dispatchEvent(new (eventOf(root))("submit", { cancelable: true }));
  const status = () => root.querySelector('.result [role="status"], [role="status"]')?.textContent ?? "";
  submit();
  await settled();
  area.value = '{"a":1}';
  area.dispatchEvent(new (eventOf(root))("input", { bubbles: true }));
  await settled();
  await site.asked[0]!.answer(Response.json({ late: true }));
  await settled(10);
  assertEquals(status(), "Status 200, of the body before: press Run");
  submit();
  await settled();
  await site.asked[1]!.answer(Response.json({}));
  await settled(10);
  assertEquals([site.asked[1]!.question[1]?.body, status()], ['{"a":1}', "Status 200"]);
  globalThis.fetch = fetch;
});

function eventOf(root: HTMLElement): typeof Event {
  return (root.ownerDocument.defaultView as unknown as { readonly Event: typeof Event }).Event;
}
