/** What the predictor does with its page's history, keys and clicks, in a page that the test holds. */
import { assertEquals } from "@std/assert";
import { connect } from "@/islands/predictor/connect.ts";
import { initialState } from "@/lib/experiment/codec.ts";
import { formatPredictorQuery, PREDICTOR_FIELDS } from "@/lib/experiment/fields/predictor_fields.ts";
import type { Place } from "@/lib/labs/experiment/experiment.ts";
import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";

type Handler = (event: unknown) => void;

/** Where listeners register; they leave with their signal. */
function listening() {
  const handlers: [type: string, handler: Handler, signal: AbortSignal][] = [];
  return {
    addEventListener: (type: string, handler: Handler, { signal }: { signal: AbortSignal }) =>
      void handlers.push([type, handler, signal]),
    fire(type: string, event: unknown) {
      for (const [each, handler, signal] of handlers) if (each === type && !signal.aborted) handler(event);
    },
  };
}

const signalOf = <T>(value: T) => ({ value, peek: () => value });

/** A hub model that a link names, as it is found to be. */
interface Found {
  readonly cached: boolean;
  readonly memoryBytes: number | null;
  /** Of the device, in GiB; left out where the browser does not say. */
  readonly deviceMemory?: number;
}

/** A predictor at an address, tied to its page; what is asked of it. */
async function opened(
  { base = "/", at = "/", state = null as unknown, found = null as Found | null } = {},
) {
  const said: unknown[][] = [];
  const note = (name: string) => (...args: unknown[]) => void said.push([name, ...args]);
  const is = { canUndo: true, generating: false, inspection: null as number | null };
  const model = found === null ? "counts" : "o/n";
  const query = { ...initialState(PREDICTOR_FIELDS), model, text: "as it opened" };
  const lab = {
    state: {
      query: signalOf(query),
      leftOut: signalOf([]),
      generating: { peek: () => is.generating },
      inspection: { peek: () => is.inspection },
      described: signalOf([{ id: { name: model }, ...found }]),
    },
    views: { canUndo: { peek: () => is.canUndo }, modelMissing: signalOf(found !== null) },
    models: { describe: note("describe"), load: note("load") },
    experiment: {
      base,
      params: () => formatPredictorQuery(query),
      restore: ({ params, state }: Place) => void said.push(["restore", params.get("text"), state]),
      flush: note("flush"),
      open: note("take"),
    },
    open: ({ state }: Place, eager: boolean) => (note("open")(state, eager), Promise.resolve()),
    tokens: { undo: note("undo"), inspect: note("inspect") },
    generation: { run: note("run"), stop: note("stop") },
    edit: { takeText: note("text") },
  };
  const [page, document] = [listening(), listening()];
  const address = new URL(at, "https://site.test");
  const globals = {
    addEventListener: page.addEventListener,
    document,
    location: address,
    history: { state },
    scrollTo: () => {},
    navigator: { connection: { saveData: true }, deviceMemory: found?.deviceMemory },
  };
  const before = Object.keys(globals).map((name) =>
    [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const
  );
  for (const [name, value] of Object.entries(globals)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  const shipped = { "parcel-gpt": { weights: "w", tokenizer: "t" } };
  const props = { snapshot: null, shipped } as unknown as Parameters<typeof connect>[1];
  const undo = connect(lab as unknown as PredictorLab, props);
  // Opened, it looks once more at the page.
  for (let i = 0; i < 10; i++) await Promise.resolve();
  const atFirst = said.splice(0);
  return {
    is,
    said,
    page,
    document,
    atFirst,
    undo,
    [Symbol.dispose]() {
      undo();
      for (const [name, descriptor] of before) {
        if (descriptor) Object.defineProperty(globalThis, name, descriptor);
        else delete (globalThis as Record<string, unknown>)[name];
      }
    },
  };
}

const KEPT = { query: "text=kept", drafts: {}, depth: 0 };

Deno.test("going back reads the predictor's own address, at any other what the page opened with", async () => {
  {
    using own = await opened({ at: "/?text=of+the+address" });
    own.page.fire("popstate", { state: KEPT });
    assertEquals(own.said, [["restore", "of the address", KEPT]]);
  }
  using stored = await opened({ base: "/", at: "/e/abc?text=of+the+address" });
  stored.page.fire("popstate", { state: null });
  assertEquals(stored.said, [["restore", "as it opened", null]]);
});

Deno.test("the page opens with what its entry keeps", async () => {
  using page = await opened({ state: KEPT });
  assertEquals(page.atFirst, [["open", KEPT, true]]);
});

Deno.test("a model that the link names and that is on this disk is loaded unasked where the memory is there", async () => {
  const GIB = 1024 ** 3;
  const asks = async (found: Found) => {
    using page = await opened({ found });
    return page.atFirst.map(([name]) => name).slice(1);
  };
  const unasked = ["describe", "load"];
  assertEquals(await asks({ cached: true, memoryBytes: 5 * GIB, deviceMemory: 8 }), unasked);
  assertEquals(await asks({ cached: true, memoryBytes: null, deviceMemory: 8 }), unasked);
  assertEquals(await asks({ cached: true, memoryBytes: GIB, deviceMemory: 4 }), unasked);
  assertEquals(await asks({ cached: true, memoryBytes: GIB }), unasked);
  assertEquals(await asks({ cached: true, memoryBytes: 5 * GIB, deviceMemory: 4 }), ["describe"]);
  assertEquals(await asks({ cached: true, memoryBytes: null }), ["describe"]);
  assertEquals(await asks({ cached: false, memoryBytes: GIB, deviceMemory: 8 }), ["describe"]);
  using page = await opened({ found: { cached: true, memoryBytes: 1 } });
  const names = { revision: "", dtype: "auto", device: "auto" };
  assertEquals(page.atFirst.at(-1), ["load", { name: "o/n", ...names }]);
});

/** A key as a browser tells it, on the page or in a field. */
function key(name: string, { ctrl = false, meta = false, typing = false, composing = false } = {}) {
  return {
    key: name,
    ctrlKey: ctrl,
    metaKey: meta,
    isComposing: composing,
    target: { closest: () => typing ? {} : null },
    prevented: false,
    preventDefault() {
      this.prevented = true;
    },
  };
}

Deno.test("Control or Command and Z take a step back, but not out of a field, and only where there is one", async () => {
  using page = await opened();
  const press = (event: ReturnType<typeof key>) => {
    page.document.fire("keydown", event);
    return [page.said.splice(0).map(([name]) => name).join(), event.prevented];
  };
  assertEquals(press(key("z", { ctrl: true })), ["undo", true]);
  assertEquals(press(key("Z", { meta: true })), ["undo", true]);
  assertEquals(press(key("z")), ["", false]);
  assertEquals(press(key("z", { ctrl: true, typing: true })), ["", false]);
  assertEquals(press(key("z", { ctrl: true, composing: true })), ["", false]);
  page.is.canUndo = false;
  assertEquals(press(key("z", { ctrl: true })), ["", true]);
});

Deno.test("Control or Command and Enter generate; Escape stops that, or closes what is looked into", async () => {
  using page = await opened();
  const press = (name: string, keys = {}) => {
    page.document.fire("keydown", key(name, keys));
    return page.said.splice(0);
  };
  assertEquals([press("Enter", { ctrl: true }), press("Enter", { meta: true })], [[["run"]], [["run"]]]);
  assertEquals([press("Enter"), press("Escape")], [[], []]);
  page.is.inspection = 0;
  assertEquals(press("Escape"), [["inspect", null]]);
  page.is.generating = true;
  assertEquals(press("Escape"), [["stop"]]);
});

Deno.test("a prompt to try is taken in place, unless a key asks for it elsewhere; leaving the page writes what waits", async () => {
  using page = await opened();
  const click = (
    keys: Record<string, boolean> = {},
    link: unknown = { dataset: { prompt: "Delivery is" } },
  ) => {
    page.document.fire("click", { ...keys, target: { closest: () => link }, preventDefault: () => {} });
    return page.said.splice(0);
  };
  assertEquals(click(), [["text", "Delivery is"]]);
  for (const name of ["ctrlKey", "metaKey", "shiftKey", "altKey"]) {
    assertEquals(click({ [name]: true }), [], name);
  }
  assertEquals(click({}, null), []);
  page.page.fire("pagehide", {});
  assertEquals(page.said.splice(0), [["flush"]]);
  page.undo();
  assertEquals(click(), [], "a page that is left does nothing more");
});
