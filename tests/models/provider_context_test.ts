/** What a provider takes from the page where nothing else is said, also in a browser that has little of it. */
import { assertEquals } from "@std/assert";
import { sha256 } from "@/lib/models/download/sha256.ts";
import { DEFAULT_HOST, hubAddress } from "@/lib/models/hub/hub_address.ts";
import { providerContext } from "@/lib/models/provider_context.ts";

const createWorker = () => {
  throw new Error("No worker is asked for");
};

/** Runs with some of the global scope's properties replaced; undefined for none. */
async function within<T>(replaced: Readonly<Record<string, unknown>>, run: () => T | Promise<T>): Promise<T> {
  const own = Object.keys(replaced).map((name) =>
    [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const
  );
  for (const [name, value] of Object.entries(replaced)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  try {
    return await run();
  } finally {
    for (const [name, descriptor] of own) {
      if (descriptor) Object.defineProperty(globalThis, name, descriptor);
      else Reflect.deleteProperty(globalThis, name);
    }
  }
}

Deno.test("a provider's address, locks, estimate and memory are the page's own", async () => {
  const [locks, storage] = [{ request: () => {} }, { estimate: () => {} }];
  const kept = new Map<string, string>();
  const localStorage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  const page = {
    location: new URL("https://site.test/softmax?a=1"),
    navigator: { locks, storage },
    localStorage,
  };
  await within(page, () => {
    const context = providerContext({ createWorker, host: "/hub/" });
    assertEquals([context.origin, context.host], ["https://site.test", "https://site.test/hub/"]);
    assertEquals([context.locks as unknown, context.estimator as unknown], [locks, storage]);
    context.memory.remember("a/b", "q4", "wasm");
    assertEquals([...kept.values()], ["wasm"]);
    assertEquals(providerContext({ createWorker }).host, new URL(DEFAULT_HOST).href);
    const none = providerContext({ createWorker, locks: undefined, estimator: undefined, memory: null });
    assertEquals([none.locks, none.estimator], [undefined, undefined], "and may be left out");
    none.memory.remember("c/d", "q4", "wasm");
    assertEquals(kept.size, 1);
  });
});

Deno.test("a browser without locks, storage and an address of its own has a provider too", async () => {
  await within({ location: undefined, navigator: undefined, localStorage: undefined }, async () => {
    const context = providerContext({
      createWorker,
      capabilities: () => Promise.reject(new Error("unasked")),
    });
    assertEquals([context.origin, context.locks, context.estimator], [
      "http://localhost",
      undefined,
      undefined,
    ]);
    context.memory.remember("a/b", "q4", "wasm");
    assertEquals(context.memory.recall("a/b", "q4"), null);
    assertEquals(await within({ caches: undefined }, context.openCache), null);
  });
});

Deno.test("a repository that is being looked at is let go of with its signal, at each of its requests", async () => {
  const { signal: idle } = new AbortController();
  const address = hubAddress("https://host.test/", "a/b", "main");
  const config = { architectures: ["LlamaForCausalLM"], model_type: "llama" };
  /** Answers so many requests, and then waits until the next one is called off. */
  const ended = async (answered: number) => {
    const controller = new AbortController();
    let asked = 0;
    const fetch = ((_: string, init: RequestInit = {}) => {
      if (++asked <= answered) return Promise.resolve(Response.json(config));
      queueMicrotask(() => controller.abort(new Error("enough")));
      const signal = init.signal ?? idle;
      return new Promise((_, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason));
      });
    }) as typeof globalThis.fetch;
    const context = providerContext({ createWorker, fetch, openCache: () => Promise.resolve(null) });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const waited = new Promise((resolve) => timer = setTimeout(resolve, 500, "still waiting"));
    const end = context.repository(address, controller.signal).then(() => "read", ({ message }) => message);
    return [await Promise.race([end, waited]).finally(() => clearTimeout(timer)), asked > answered];
  };
  assertEquals([await ended(0), await ended(1)], [["enough", true], ["enough", true]]);
});

Deno.test("what a device offers is found out once", async () => {
  let asked = 0;
  const { capabilities } = providerContext({
    createWorker,
    capabilities: () => Promise.resolve(++asked as never),
  });
  assertEquals([await capabilities(), await capabilities()] as unknown, [1, 1]);
});

Deno.test("a page on plain http, which has no WebCrypto, hashes all the same", async () => {
  const digest = () => sha256(new TextEncoder().encode("abc"));
  const expected = await digest();
  for (const crypto of [undefined, {}, { subtle: undefined }]) {
    assertEquals(await within({ crypto }, digest), expected);
  }
});
