/** What a page writes as it goes, where its reload does not see it. */
import { assertEquals } from "@std/assert";
import { leaveEntry, takeLastWrite, writeEntry, writeLast } from "@/islands/experiment/last_write.ts";

interface Entry {
  readonly href: string;
  readonly state: unknown;
}

/** A tab at an entry; `reload` is a page that is loaded at one. */
function tabAt(first: Entry) {
  const kept = new Map<string, string>();
  let entry = first;
  const globals = {
    location: {
      get href() {
        return entry.href;
      },
      get pathname() {
        return new URL(entry.href).pathname;
      },
    },
    history: {
      get state() {
        return entry.state;
      },
      replaceState: (state: unknown, _: string, address: string) =>
        void (entry = { href: new URL(address, entry.href).href, state }),
    },
    sessionStorage: {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
    },
  };
  const before = Object.keys(globals).map((name) =>
    [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const
  );
  for (const [name, value] of Object.entries(globals)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  return {
    kept,
    reload(at: Entry): Entry {
      entry = at;
      takeLastWrite();
      return entry;
    },
    [Symbol.dispose]() {
      for (const [name, descriptor] of before) {
        if (descriptor) Object.defineProperty(globalThis, name, descriptor);
        else delete (globalThis as Record<string, unknown>)[name];
      }
    },
  };
}

const FIRST = { href: "https://site.test/?path=1", state: { query: "path=1", drafts: {}, depth: 1 } };
const LAST = { href: "https://site.test/?path=1.2", state: { query: "path=1.2", drafts: {}, depth: 1 } };

Deno.test("the last write of a page that is loaded again is taken, once, where the browser dropped it", () => {
  using tab = tabAt(FIRST);
  writeLast(() => writeEntry("replaceState", "/?path=1.2", LAST.state));
  assertEquals(tab.reload(FIRST), LAST);
  assertEquals([tab.kept.size, tab.reload(FIRST)], [0, FIRST]);
});

Deno.test("a last write that the browser kept is not written again, nor over another entry", () => {
  for (const at of [LAST, { ...FIRST, state: null }, { ...FIRST, href: "https://site.test/?path=9" }]) {
    using tab = tabAt(FIRST);
    writeLast(() => writeEntry("replaceState", "/?path=1.2", LAST.state));
    assertEquals([tab.reload(at), tab.kept.size], [at, 0]);
  }
});

Deno.test("where a browser names its entries, one is known again whatever was written over it", () => {
  using tab = tabAt(FIRST);
  const named = (key: string) => Object.assign(globalThis, { navigation: { currentEntry: { key } } });
  named("a");
  writeLast(() => writeEntry("replaceState", "/?path=1.2", LAST.state));
  // The browser may have dropped more than the last of the writes.
  assertEquals(tab.reload({ ...FIRST, state: null }), LAST);
  writeLast(() => writeEntry("replaceState", "/?path=1.2", LAST.state));
  named("b");
  assertEquals(tab.reload(FIRST), FIRST);
  Reflect.deleteProperty(globalThis, "navigation");
});

Deno.test("what was written before the page goes is kept too, until another entry is shown", () => {
  using tab = tabAt(FIRST);
  writeLast(() => writeEntry("replaceState", "/?path=1.2", LAST.state));
  writeLast(() => {});
  assertEquals(tab.kept.size, 1);
  leaveEntry();
  writeLast(() => {});
  assertEquals([tab.kept.size, tab.reload(FIRST)], [0, FIRST]);
});

Deno.test("without storage an entry stays as it is", () => {
  using tab = tabAt(FIRST);
  const refuse = () => {
    throw new DOMException("denied", "SecurityError");
  };
  Object.assign(sessionStorage, { getItem: refuse, setItem: refuse });
  writeLast(() => writeEntry("replaceState", "/?path=1.2", LAST.state));
  assertEquals(tab.reload(FIRST), FIRST);
});
