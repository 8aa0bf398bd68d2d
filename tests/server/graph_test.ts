import { assert, assertEquals } from "@std/assert";

/** What `deno info --json` says of a module graph. */
interface Graph {
  readonly modules: readonly { readonly specifier: string }[];
}

/** The packages that a server needs, and two that an island imports when a button is pressed (never on the server). */
const ALLOWED = [
  "@opentelemetry/api",
  "@preact/signals",
  "@resvg/resvg-wasm",
  "fflate",
  "hono",
  "lru-cache",
  "preact",
  "preact-render-to-string",
  "qrcode-generator",
  "temml",
  "zod",
];

async function graphOf(module: string): Promise<Graph> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", module],
    cwd: new URL("../..", import.meta.url),
    stdout: "piped",
    stderr: "null",
  }).output();
  return JSON.parse(new TextDecoder().decode(stdout));
}

Deno.test("main.ts imports no package but those that a server needs", async () => {
  const { modules } = await graphOf("main.ts");
  const names = modules.flatMap(({ specifier }) =>
    /^npm:\/?((?:@[^/]+\/)?[^@/]+)/.exec(specifier)?.[1] ?? []
  );
  assert(names.includes("hono"));
  assertEquals([...new Set(names)].filter((name) => !ALLOWED.includes(name)), []);
});
