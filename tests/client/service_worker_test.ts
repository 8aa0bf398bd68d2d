/** The service worker's decisions, with a network and caches that the test holds. */
import { assert, assertEquals } from "@std/assert";

const SOURCE = Deno.readTextFileSync(new URL("../../static/sw.js", import.meta.url));
const ORIGIN = "https://site.test";

/** What the server puts in front of the script. */
const SITE = {
  build: "b2",
  news: "/news.js",
  pages: ["/", "/softmax", "/offline"],
  files: ["/assets/new.js"],
  scripts: ["/assets/new.js"],
  folders: ["/hub/kept/"],
};

const HTML =
  `<html lang="en"><head><meta name="build" content="b2"></head><is-land name="Softmax">0.5</is-land>` +
  `<is-land name="Share" when="use">Share</is-land></html>`;

type Answer = Response | Error | Promise<Response>;

interface MatchOptions {
  readonly ignoreVary?: boolean;
  readonly cacheName?: string;
}

/** A database answers later: what nobody waits for is not there yet. */
const later = <T>(act: () => T): Promise<T> => new Promise((resolve) => setTimeout(() => resolve(act())));

/** A cache of one name. What varies by a header is found only where that is not looked at. */
function fakeCache(isFull = false) {
  const entries = new Map<string, Response>();
  const keyOf = (request: Request | string) =>
    new URL(typeof request === "string" ? request : request.url, ORIGIN).href;
  return {
    entries,
    match: (request: Request | string, { ignoreVary = false }: MatchOptions = {}) => {
      const found = entries.get(keyOf(request));
      return Promise.resolve(found?.headers.has("vary") && !ignoreVary ? undefined : found?.clone());
    },
    put: (request: Request | string, response: Response) =>
      isFull
        ? Promise.reject(new DOMException("The storage is full", "QuotaExceededError"))
        : later(() => void entries.set(keyOf(request), response)),
    delete: (request: Request | string) => later(() => entries.delete(keyOf(request))),
    keys: () => Promise.resolve([...entries.keys()].map((url) => new Request(url))),
    addAll: (paths: string[]) =>
      later(() => paths.forEach((path) => entries.set(keyOf(path), immutable(path)))),
  };
}

function immutable(text: string): Response {
  return new Response(text, { headers: { "cache-control": "public, max-age=31536000, immutable" } });
}

/** A worker of build b2, just loaded. */
function worker(
  network: (path: string) => Answer,
  options: {
    readonly windows?: string[];
    readonly saveData?: boolean;
    readonly folders?: string[];
    readonly isFull?: boolean;
    readonly knowsNoConnection?: boolean;
  } = {},
) {
  const stores = new Map<string, ReturnType<typeof fakeCache>>();
  const handlers = new Map<string, (event: unknown) => void>();
  const said: string[] = [];
  const timers: (() => void)[] = [];
  const state = {
    windows: options.windows ?? [],
    asked: [] as string[],
    patience: [] as number[],
    skipped: false,
    claimed: false,
    /** How each request goes past the browser's own cache. */
    caching: [] as unknown[],
    /** Timers that were called off. */
    cleared: 0,
  };
  const open = (name: string) => {
    if (!stores.has(name)) stores.set(name, fakeCache(options.isFull));
    return stores.get(name)!;
  };
  const caches = {
    open: (name: string) => Promise.resolve(open(name)),
    keys: () => Promise.resolve([...stores.keys()]),
    delete: (name: string) => later(() => stores.delete(name)),
    async match(request: Request | string, how: MatchOptions = {}) {
      for (const [name, store] of stores) {
        const isAsked = how.cacheName === undefined || how.cacheName === name;
        const found = isAsked ? await store.match(request, how) : undefined;
        if (found) return found;
      }
    },
  };
  const self = {
    addEventListener: (type: string, handler: (event: unknown) => void) => handlers.set(type, handler),
    skipWaiting: () => later(() => void (state.skipped = true)),
    clients: {
      // An open window belongs to no worker yet, or to the one before.
      matchAll: ({ type, includeUncontrolled }: { type?: string; includeUncontrolled?: boolean } = {}) =>
        Promise.resolve(
          type !== "window" || !includeUncontrolled ? [] : state.windows.map((id) => ({
            id,
            postMessage: (text: string) => said.push(`${id}: ${text}`),
          })),
        ),
      claim: () => later(() => void (state.claimed = true)),
    },
  };
  const fetch = async (request: Request | string, init: RequestInit = {}) => {
    state.caching.push(init.cache);
    const { pathname } = new URL(typeof request === "string" ? request : request.url, ORIGIN);
    state.asked.push(pathname);
    const answer = await network(pathname);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const scope = {
    self,
    caches,
    fetch,
    location: new URL(ORIGIN),
    navigator: options.knowsNoConnection ? {} : { connection: { saveData: options.saveData ?? false } },
    setTimeout: (call: () => void, milliseconds: number) => {
      state.patience.push(milliseconds);
      return timers.push(call);
    },
    clearTimeout: () => void state.cleared++,
  };
  const site = JSON.stringify({ ...SITE, folders: options.folders ?? SITE.folders });
  new Function(...Object.keys(scope), `const site = ${site};\n${SOURCE}`)(
    ...Object.values(scope),
  );
  /** Fires an event and waits for all that it is to be kept alive for. */
  async function fire(type: string, request?: Request): Promise<Response | null> {
    const waits: Promise<unknown>[] = [];
    let response: Promise<Response> | null = null;
    handlers.get(type)!({
      request,
      waitUntil: (work: Promise<unknown>) => waits.push(work),
      respondWith: (answer: Promise<Response>) => response = answer,
    });
    const [answer] = await Promise.all([response, ...waits]) as [Response | null];
    return answer;
  }
  return { state, stores, open, said, timers, fire };
}

function navigation(path: string): Request {
  const request = new Request(ORIGIN + path);
  Object.defineProperty(request, "mode", { value: "navigate" });
  return request;
}

const page = () => new Response(HTML, { headers: { "content-length": "999" } });

Deno.test("a build is installed whole: every page of it, its scripts, and nothing of an older server", async () => {
  const { open, fire, state } = worker(page);
  await fire("install");
  const kept = [...open("site-b2").entries.keys()].map((url) => new URL(url).pathname);
  assertEquals(kept, ["/", "/softmax", "/offline", "/assets/new.js"]);
  assertEquals([state.skipped, state.caching], [true, Array(3).fill("no-cache")]);
  const mixed = worker((path) => path === "/softmax" ? new Response(HTML.replace("b2", "b1")) : page());
  let message = "";
  await mixed.fire("install").catch((error) => message = error.message);
  assertEquals([message, mixed.state.skipped], ["Old page /softmax", false]);
});

Deno.test("a page that fails today is left out, and who saves data keeps no scripts", async () => {
  const failing = worker((path) => path === "/softmax" ? new Response("", { status: 500 }) : page(), {
    saveData: true,
  });
  await failing.fire("install");
  const kept = [...failing.open("site-b2").entries.keys()].map((url) => new URL(url).pathname);
  assertEquals(kept, ["/", "/offline"]);
});

Deno.test("the network's page is shown where there is one, also one that says 404 or 500", async () => {
  for (const status of [200, 404, 500, 501, 505]) {
    const { open, fire } = worker(() => new Response("of the network", { status }));
    await open("site-b2").put("/softmax", page());
    const answer = await fire("fetch", navigation("/softmax"));
    assertEquals([answer?.status, await answer?.text()], [status, "of the network"]);
  }
});

Deno.test("behind a proxy whose site is away (502 to 504) the page that was kept is shown, and its own answer for none", async () => {
  for (const status of [502, 503, 504]) {
    const { open, fire } = worker(() => new Response("of the proxy", { status }));
    await open("site-b2").put("/softmax", page());
    const answer = await fire("fetch", navigation("/softmax"));
    assertEquals([answer?.status, await answer?.text()], [200, HTML]);
    const other = await fire("fetch", navigation("/never-kept"));
    assertEquals([other?.status, await other?.text()], [status, "of the proxy"]);
  }
});

Deno.test("without a network the page that was kept is shown without another query's answer, else the page that says so", async () => {
  const { open, fire } = worker(() => new TypeError("offline"));
  await open("site-b2").put("/softmax", page());
  const asked = await fire("fetch", navigation("/softmax?logits=1,2"));
  const html = await asked!.text();
  assert(html.startsWith('<html data-kept lang="en">') && !html.includes("0.5"), html);
  assert(html.includes("Offline: your tab computes this") && html.includes(">Share</is-land>"), html);
  assertEquals(asked!.headers.get("content-length"), null);
  assertEquals((await fire("fetch", navigation("/e/abc")))?.type, "error");
  await open("site-b2").put("/offline", new Response("You are offline"));
  const none = await fire("fetch", navigation("/e/abc"));
  assertEquals([none?.status, await none?.text()], [503, "You are offline"]);
});

Deno.test("a page that does not come in time is the one that was kept; one that was never kept is waited for", async () => {
  const { promise, resolve } = Promise.withResolvers<Response>();
  const { open, fire, timers, state } = worker(() => promise);
  await open("site-b2").put("/softmax", page());
  const kept = fire("fetch", navigation("/softmax"));
  const other = fire("fetch", navigation("/never-kept"));
  assertEquals(state.patience, [5000, 5000]);
  for (const call of timers) call();
  assertEquals(await (await kept)!.text(), HTML);
  resolve(new Response("late"));
  assertEquals(await (await other)!.text(), "late");
});

Deno.test("a file whose address names its content is asked for once, any other whenever there is a network", async () => {
  let online = true;
  const { state, fire } = worker((path) => {
    if (!online) return new TypeError("offline");
    return path.startsWith("/assets/") ? immutable(path) : new Response(path);
  });
  const ask = async (path: string) => await (await fire("fetch", new Request(ORIGIN + path)))?.text();
  for (const path of ["/assets/new.js", "/styles.css"]) {
    assertEquals([await ask(path), await ask(path)], [path, path]);
  }
  assertEquals(state.asked, ["/assets/new.js", "/styles.css", "/styles.css"]);
  online = false;
  assertEquals([await ask("/assets/new.js"), await ask("/styles.css")], ["/assets/new.js", "/styles.css"]);
  let failed = "";
  await ask("/static/never.js").catch((error) => failed = error.message);
  assertEquals(failed, "offline");
});

Deno.test("a script of another build is not kept, a failed answer neither", async () => {
  const { stores, fire } = worker((path) =>
    path === "/assets/gone.js" ? new Response("", { status: 404 }) : immutable(path)
  );
  for (const path of ["/assets/newer.js", "/assets/gone.js", "/assets/new.js"]) {
    await (await fire("fetch", new Request(ORIGIN + path)))?.body?.cancel();
  }
  const kept = [...stores].flatMap(([name, { entries }]) =>
    [...entries.keys()].map((url) => `${name} ${new URL(url).pathname}`)
  );
  assertEquals(kept, ["site-b2 /assets/new.js"]);
});

Deno.test("what is of other origins, no GET, a part, the API or an embed is left to the network", async () => {
  const { fire, state } = worker(page);
  const untouched = [
    new Request("https://other.test/assets/new.js"),
    new Request(`${ORIGIN}/assets/new.js`, { method: "POST" }),
    new Request(`${ORIGIN}/assets/new.js`, { headers: { range: "bytes=0-" } }),
    new Request(`${ORIGIN}/hub/x`),
    ...["/api/v1/openapi.json", "/v1/models", "/embed/predictor", "/static/x"].map(navigation),
  ];
  for (const request of untouched) assertEquals(await fire("fetch", request), null, request.url);
  assertEquals(state.asked, []);
});

Deno.test("an older build's cache stays while a window runs it, then it goes, with the files that nobody names", async () => {
  const { open, stores, fire, said, state } = worker(page, { windows: ["w1", "w2"] });
  open("site-b1");
  open("something-else");
  await open("files-1").put("/hub/kept/a", new Response("a"));
  await open("files-1").put("/hub/gone/b", new Response("b"));
  await fire("activate");
  assertEquals(said, ["w1: /news.js#b2", "w2: /news.js#b2"]);
  assert(stores.has("site-b1"), "both windows run it");
  state.windows = ["w2", "w3"];
  await fire("activate");
  assert(stores.has("site-b1"), "w2 still runs it: the list is not written again");
  assertEquals(open("files-1").entries.size, 2, "files of a build that is in use stay");
  state.windows = ["w3"];
  await fire("fetch", navigation("/softmax"));
  assertEquals([...stores.keys()].filter((name) => name.startsWith("site-")), []);
  assert(stores.has("something-else"));
  assertEquals([...open("files-1").entries.keys()], [`${ORIGIN}/hub/kept/a`]);
});

Deno.test("a build without a list of windows is being installed, and stays with all files", async () => {
  const { open, stores, fire, said } = worker(page, { windows: ["w1"] });
  await open("files-1").put("/hub/gone/b", new Response("b"));
  open("site-b3");
  await fire("fetch", navigation("/softmax"));
  assert(stores.has("site-b3"));
  assertEquals(open("files-1").entries.size, 1);
  assertEquals(said, []);
});

Deno.test("the first build has no news for the windows that are open", async () => {
  const { open, fire, said } = worker(page, { windows: ["w1"] });
  open("site-b2");
  open("something-else");
  await fire("activate");
  assertEquals(said, []);
});

Deno.test("a file whose folder names its content is kept beside the builds, any other with its build", async () => {
  const { stores, fire } = worker((path) => immutable(path), { folders: ["/ort/kept/"] });
  for (const path of ["/ort/kept/a.wasm", "/ort/other/a.wasm"]) {
    await (await fire("fetch", new Request(ORIGIN + path)))?.body?.cancel();
  }
  const kept = [...stores].flatMap(([name, { entries }]) =>
    [...entries.keys()].map((url) => `${name} ${new URL(url).pathname}`)
  );
  assertEquals(kept.sort(), ["files-1 /ort/kept/a.wasm", "site-b2 /ort/other/a.wasm"]);
});

Deno.test("a browser that tells nothing of its connection keeps the scripts too", async () => {
  const { open, fire } = worker(page, { knowsNoConnection: true });
  await fire("install");
  assertEquals(open("site-b2").entries.size, 4);
});

Deno.test("what was kept with another header is found all the same, of this build first, and goes out as plain text", async () => {
  const varying = (text: string, headers: Record<string, string> = {}) =>
    new Response(text, { headers: { vary: "accept-encoding", ...headers } });
  const { open, fire } = worker(() => new TypeError("offline"));
  await open("site-b1").put("/styles.css", varying("of an older build"));
  await open("site-b2").put("/styles.css", varying("of this build"));
  await open("files-1").put("/static/a.woff2", varying("a font"));
  const headers = { "content-encoding": "br", "content-length": "9", "content-type": "text/html" };
  await open("site-b2").put("/softmax", varying(HTML, headers));
  const ask = async (request: Request) => (await fire("fetch", request))!;
  const text = async (path: string) => await (await ask(new Request(ORIGIN + path))).text();
  assertEquals([await text("/styles.css"), await text("/static/a.woff2")], ["of this build", "a font"]);
  const kept = await ask(navigation("/softmax"));
  assertEquals([await kept.text(), kept.status], [HTML, 200]);
  assertEquals(["content-encoding", "content-length", "content-type"].map((name) => kept.headers.get(name)), [
    null,
    null,
    "text/html",
  ]);
});

Deno.test("a full storage keeps less, and the file is there all the same", async () => {
  const { fire, stores } = worker((path) => immutable(path), { isFull: true });
  const answer = await fire("fetch", new Request(`${ORIGIN}/assets/new.js`));
  assertEquals([await answer!.text(), stores.get("site-b2")!.entries.size], ["/assets/new.js", 0]);
});

Deno.test("a part of a file, or one that was not changed, is not kept as the file", async () => {
  for (const status of [206, 203]) {
    const { fire, stores } = worker(() => new Response("part", { status }));
    await (await fire("fetch", new Request(`${ORIGIN}/static/a.json`)))?.body?.cancel();
    assertEquals([...stores.values()].flatMap(({ entries }) => [...entries.keys()]), [], `${status}`);
  }
});

Deno.test("files of each kind that pages ask for are kept, by their whole names", async () => {
  const { state, fire } = worker((path) => new Response(path));
  const kept = ["/assets/x.js", "/static/x", "/ort/x", "/tfjs/x", "/styles.css", "/favicon.ico"];
  for (const path of [...kept, "/manifest.webmanifest"]) {
    await (await fire("fetch", new Request(ORIGIN + path)))?.body?.cancel();
  }
  for (const path of ["/styles.css.map", "/favicon.ico/x", "/staticfile", "/a/static/x", "/sw.js"]) {
    assertEquals(await fire("fetch", new Request(ORIGIN + path)), null, path);
  }
  assertEquals(state.asked, [...kept, "/manifest.webmanifest"]);
});

Deno.test("a new build takes the windows that are open, and no page leaves a timer behind", async () => {
  const { fire, state, open } = worker((path) => path === "/away" ? new TypeError("offline") : page());
  await fire("activate");
  assertEquals(state.claimed, true);
  await open("site-b2").put("/away", page());
  for (const path of ["/softmax", "/away"]) await (await fire("fetch", navigation(path)))?.body?.cancel();
  assertEquals([state.patience.length, state.cleared], [2, 2]);
});
