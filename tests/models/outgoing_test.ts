/** What is sent to a model host: no cookie, and not the page that a visitor is on. */
import { assert, assertEquals } from "@std/assert";
import { fetchConfig } from "@/lib/labs/kv_cache/fetch_config.ts";
import { ROOT } from "@/lib/server/root.ts";
import { fakeProvider } from "./fake_provider.ts";

Deno.test("every request of a description, a load and a configuration omits credentials and the page's address", async () => {
  const { fetch } = globalThis;
  const sent: (readonly [path: string, RequestInit | undefined])[] = [];
  globalThis.fetch = (input, init) => {
    sent.push([new URL(`${input instanceof Request ? input.url : input}`).pathname, init]);
    return fetch(input, init);
  };
  try {
    await using fake = fakeProvider();
    await fake.provider.describe("a/b");
    await fake.load();
    const found = await fetchConfig(fake.host.url, "a/b", (...request) => globalThis.fetch(...request));
    assert("config" in found);
  } finally {
    globalThis.fetch = fetch;
  }
  const files = new Set(sent.map(([path]) => path.slice(path.lastIndexOf("/") + 1)));
  for (const file of ["config.json", "tokenizer.json", "model_q4.onnx"]) assert(files.has(file), file);
  const bare = sent.filter(([, init]) =>
    init?.credentials !== "omit" || init.referrerPolicy !== "no-referrer"
  );
  assertEquals(bare, []);
});

/** Where something is fetched that is this site's own, or by whoever hands the function over. */
const OWN: Readonly<Record<string, number>> = {
  "islands/TryApi.tsx": 1,
  "islands/kv_cache/hub_fields.tsx": 1,
  "islands/limits/tab_ports.ts": 1,
  "islands/models/fetch_ahead.ts": 2,
  "islands/share/short_link.tsx": 1,
  "lib/labs/fetch_text.ts": 1,
  "lib/labs/ladder/worker.ts": 1,
  "lib/labs/share/api/call_lines.ts": 1,
  "lib/labs/share/api_code.ts": 2,
  "lib/labs/train/export_commands.ts": 1,
  "lib/training/run/training_worker.ts": 1,
  "static/sw.js": 3,
};

Deno.test("whoever fetches from another host omits credentials and the page's address: a new call is looked at", async () => {
  const bare: Record<string, number> = {};
  for (const folder of ["lib", "islands", "static"]) {
    for await (const path of sources(folder)) {
      const text = await Deno.readTextFile(`${ROOT}/${path}`);
      const calls = [...text.matchAll(/(?<![\w.])fetch(?:er)?\(|\.fetch\(/g)].filter(({ index }) => {
        const line = text.slice(text.lastIndexOf("\n", index) + 1, index);
        const what = text.slice(index, index + 400);
        return !/^\s*(\*|\/\/|function |async function )/.test(line) &&
          !(what.includes('credentials: "omit"') && what.includes('referrerPolicy: "no-referrer"'));
      });
      if (calls.length > 0) bare[path] = calls.length;
    }
  }
  assertEquals(bare, OWN);
});

async function* sources(folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(`${ROOT}/${folder}`)) {
    const path = `${folder}/${name}`;
    if (path === "lib/build" || path === "lib/server") continue;
    if (isDirectory) yield* sources(path);
    else if (/\.(tsx?|js)$/.test(name)) yield path;
  }
}
