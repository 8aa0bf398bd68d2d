/** The server as `deno task serve` runs it: with the permissions that it needs, until it is told to end. */
import { assertEquals } from "@std/assert";
import { startSite } from "@/tests/browser/start_site.ts";

Deno.test("with its own permissions the server answers everything, and closes its store when it is told to end", async () => {
  const folder = Deno.makeTempDirSync({ prefix: "store-" });
  const file = `${folder}/experiments.sqlite`;
  const site = await startSite({ DENO_KV_PATH: file }, { isRestricted: true });
  try {
    const post = { method: "POST", headers: { "content-type": "application/json" } };
    const ask = async (path: string, body?: unknown) => {
      const init = body === undefined ? {} : { ...post, body: JSON.stringify(body) };
      const response = await fetch(site.origin + path, init);
      return { status: response.status, text: await response.text() };
    };
    const text = "package left the warehouse ".repeat(5000);
    assertEquals((await ask("/?text=The+package")).status, 200);
    assertEquals((await ask("/preview/softmax?logits=1,2,3")).status, 200);
    assertEquals((await ask("/api/v1/predict", { text: "The package" })).status, 200, "a model's thread");
    assertEquals((await ask("/api/v1/ngram", { text, order: 3 })).status, 200, "dear");
    const stored = await ask("/api/v1/experiments", { page: "/softmax", query: { logits: "1,2" } });
    assertEquals(stored.status, 201);
    assertEquals((await ask(new URL(JSON.parse(stored.text).url).pathname)).status, 200);
    Deno.kill(site.pid, "SIGTERM");
    assertEquals(await site.ended, 0);
    assertEquals(
      [...Deno.readDirSync(folder)].map(({ name }) => name),
      ["experiments.sqlite"],
      "no log is left",
    );
  } finally {
    await site.stop();
    Deno.removeSync(folder, { recursive: true });
  }
});
