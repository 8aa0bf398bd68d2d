import { assert, assertEquals, assertMatch } from "@std/assert";
import { siteWith } from "../site_under_test.ts";

const ask = siteWith({ TRUSTED_PROXY: "1" });

/** Asks as a client behind the proxy. */
async function from(client: string, path: string, site = ask): Promise<Response> {
  return await site(path, { headers: { "x-forwarded-for": client } });
}

Deno.test("one client's many questions do not keep another's from its answer", async () => {
  await (await from("192.0.2.9", "/softmax?logits=1,2")).body?.cancel();
  let ended = 0;
  const burst = Array.from({ length: 100 }, async (_, i) => {
    const { status, body } = await from("192.0.2.1", `/softmax?logits=${i},1`);
    await body?.cancel();
    ended++;
    return status;
  });
  const other = await from("192.0.2.2", "/softmax?logits=7,1");
  const before = ended;
  await other.body?.cancel();
  assertEquals(other.status, 200);
  assert(before < 20, `${before} of the burst were answered before`);
  assertEquals(new Set(await Promise.all(burst)), new Set([200]));
});

Deno.test("too many questions at once are a page that says when to come again", async () => {
  // Without a limit all of them begin at once.
  const unlimited = siteWith({ TRUSTED_PROXY: "1", RATE_LIMIT: "0" });
  const all = await Promise.all(
    Array.from({ length: 200 }, (_, i) => from("192.0.2.1", `/softmax?logits=${i},2`, unlimited)),
  );
  const refused = all.filter(({ status }) => status === 503);
  assert(refused.length > 0 && refused.length < all.length);
  assertMatch(refused[0]!.headers.get("retry-after") ?? "", /^\d+$/);
  assertMatch(await refused[0]!.text(), /<h1>The server is busy<\/h1>/);
  for (const { body } of [...all]) await body?.cancel().catch(() => undefined);
});
