/** Which of a page's changes are read aloud, in a document that the test holds. */
import { assertEquals } from "@std/assert";
import { documentOf } from "@/tests/fixtures/document_of.ts";

/** A change as the browser's observer tells it. */
interface Change {
  readonly type: string;
  readonly target: unknown;
}

/** A page of this body with what reads its answers; the observer and the timers are the test's. */
async function opened(body: string, name: string) {
  const document = documentOf(`<!doctype html><html><body>${body}<p id="said"></p></body></html>`);
  const { setTimeout: own } = globalThis;
  const watched: string[] = [];
  const timers: (() => void)[] = [];
  const told: ((changes: readonly Change[]) => void)[] = [];
  Object.assign(globalThis, {
    document,
    Element: document.defaultView!.Element,
    MutationObserver: class {
      constructor(tell: (changes: readonly Change[]) => void) {
        told.push(tell);
      }
      observe = (target: Element, { subtree = false }) =>
        void watched.push(`${target.id || target.localName}${subtree ? " and all in it" : ""}`);
      disconnect = () => void watched.splice(0);
    },
  });
  await import(`@/lib/client/say_answers.ts?page=${name}`);
  return {
    document,
    watched,
    /** What is said once a change stands still; null for nothing. */
    change(...changes: readonly Change[]): string | null {
      const region = document.getElementById("said")!;
      region.textContent = "";
      globalThis.setTimeout = ((act: () => void) => timers.push(act)) as typeof own;
      try {
        for (const tell of told) tell(changes);
      } finally {
        globalThis.setTimeout = own;
      }
      for (const act of timers.splice(0)) act();
      return region.textContent || null;
    },
  };
}

const PAGE = '<main id="main"><div class="answer" id="a"><h1> One </h1><p>beside</p></div></main>';

Deno.test("an answer that changes is said, without what the page opened with", async () => {
  const { document, change } = await opened(PAGE, "changes");
  const heading = document.querySelector("h1")!;
  const edit = { type: "characterData", target: heading };
  assertEquals(change(edit), null, "as the page opened");
  heading.textContent = " Two ";
  assertEquals(change(edit), "Two");
});

Deno.test("an answer to something else, and one that says itself, is not said; nor is none", async () => {
  const { document, change } = await opened(PAGE, "busy");
  const heading = document.querySelector("h1")!;
  const edit = { type: "characterData", target: heading };
  const main = document.getElementById("main")!;
  heading.textContent = "Three";
  main.setAttribute("aria-busy", "true");
  assertEquals(change(edit), null);
  main.setAttribute("aria-busy", "false");
  assertEquals(change(edit), "Three");
  heading.innerHTML = 'Four <span role="status">computing</span>';
  assertEquals(change(edit), null);
  heading.innerHTML = "Four";
  assertEquals(change(edit), "Four");
  heading.remove();
  assertEquals(change(edit), null);
});

Deno.test("all of an answer is watched, above it only what is put in its place", async () => {
  const { document, watched, change } = await opened(PAGE, "watched");
  const all = ["a and all in it", "main", "body", "html"];
  assertEquals(watched, all);
  watched.push("still watched");
  change({ type: "childList", target: document.querySelector("h1") });
  change({ type: "attributes", target: document.getElementById("main") });
  assertEquals(watched.at(-1), "still watched", "neither is another answer");
  change({ type: "childList", target: document.getElementById("main") });
  assertEquals(watched, all);
});

Deno.test("where there is no answer yet the whole page is watched for one", async () => {
  const { watched } = await opened('<main id="main"></main>', "none");
  assertEquals(watched, ["body and all in it"]);
});
