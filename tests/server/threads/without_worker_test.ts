/** A platform without `Worker`: everything is answered where it is, and less is computed for a request. */
import { assertEquals } from "@std/assert";

const ROOT = new URL("../../../", import.meta.url);

/** Runs in a process of its own, since what it deletes is gone for everybody. */
const SCRIPT = `
delete globalThis.Worker;
const { createSite } = await import("${ROOT}main.ts");
const { readConfig } = await import("${ROOT}lib/server/config.ts");
const { openThreads } = await import("${ROOT}routes/threads/open_threads.ts");
const { useModelThreads } = await import("${ROOT}lib/server/models/shipped_models.ts");
const { pages } = await import("${ROOT}routes/mod.ts");
const { endpoints } = await import("${ROOT}routes/api/endpoints.ts");
const config = readConfig(() => undefined);
useModelThreads();
const means = openThreads({ config, storeKind: null }, () => {});
const site = createSite(config, () => {}, null, { means });
const answers = {};
async function ask(name, path, body) {
  const init = body && { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } };
  const response = await site(new Request("http://site.test" + path, init));
  await response.arrayBuffer();
  answers[name] = response.status;
}
for (const { path } of pages) await ask(path, path);
for (const { name, example } of endpoints) await ask(name, "/api/v1/" + name, example);
await ask("completions", "/v1/completions", { model: "parcel-gpt", prompt: "The package left the", max_tokens: 4 });
await ask("long page", "/?text=" + "the".repeat(5000));
await ask("long list", "/softmax?logits=" + "1,".repeat(5000) + "1");
await ask("large corpus", "/api/v1/ngram", { text: "package left the ".repeat(30000), order: 3, unit: "bpe" });
await ask("long text", "/api/v1/score", { text: "The package left the hub. ".repeat(40) });
await ask("long completion", "/v1/completions", { model: "parcel-gpt", prompt: "The", max_tokens: 500 });
await ask("picture", "/preview/softmax?logits=1,2,3");
console.log(JSON.stringify({ answers, threads: means.threads, most: means.budget.most }));
`;

Deno.test("without Worker every page and every example is answered, and what takes long is refused", async () => {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "-"],
    cwd: ROOT,
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(SCRIPT));
  await writer.close();
  const { stdout } = await child.output();
  const { answers, threads, most } = JSON.parse(new TextDecoder().decode(stdout));
  assertEquals([threads, most], [null, 50]);
  const refused = Object.entries(answers).filter(([, status]) => status !== 200);
  assertEquals(Object.fromEntries(refused), {
    "long list": 422,
    "large corpus": 422,
    "long text": 422,
    "long completion": 422,
  });
});
