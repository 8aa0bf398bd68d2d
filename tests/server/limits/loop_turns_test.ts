import { assertEquals } from "@std/assert";
import { readConfig } from "@/lib/server/config.ts";
import { createLoopTurns } from "@/lib/server/limits/loop_turns.ts";
import { createSite } from "@/main.ts";

/** Turns whose rounds the test ends by hand, and who began so far. */
function byHand() {
  const rounds: (() => void)[] = [];
  const begun: string[] = [];
  const turns = createLoopTurns((then) => void rounds.push(then));
  return {
    begun,
    ask(client: string, name: string) {
      const turn = turns.take(client);
      if (turn === null) begun.push(name);
      else turn.then(() => begun.push(name));
    },
    async round() {
      rounds.shift()?.();
      await Promise.resolve();
    },
    isIdle: () => rounds.length === 0,
  };
}

Deno.test("a request begins at once where nothing began in this round", async () => {
  const { ask, round, begun, isIdle } = byHand();
  ask("a", "a1");
  assertEquals(begun, ["a1"]);
  await round();
  assertEquals(isIdle(), true);
  ask("a", "a2");
  assertEquals(begun, ["a1", "a2"]);
});

Deno.test("a client with one request waits for one of another's hundred", async () => {
  const { ask, round, begun } = byHand();
  for (let i = 0; i < 100; i++) ask("greedy", `greedy ${i}`);
  ask("modest", "modest");
  for (let i = 0; i < 3; i++) await round();
  assertEquals(begun, ["greedy 0", "greedy 1", "modest", "greedy 2"]);
  for (let i = 0; i < 200; i++) await round();
  assertEquals(begun.length, 101);
});

Deno.test("one request begins in each round, a client's own in their order", async () => {
  const { ask, round, begun } = byHand();
  for (const name of ["a1", "a2", "b1", "b2"]) ask(name[0]!, name);
  assertEquals(begun, ["a1"]);
  for (const expected of [["a1", "a2"], ["a1", "a2", "b1"], ["a1", "a2", "b1", "b2"]]) {
    await round();
    assertEquals(begun, expected);
  }
});

Deno.test("the site lets another client in before a flood of bodies that came first", async () => {
  const environment: Record<string, string> = { TRUSTED_PROXY: "1", RATE_LIMIT: "1000" };
  const site = createSite(readConfig((name) => environment[name]), () => {});
  const answered: string[] = [];
  // Longer than what is remembered, and computed on the server's own thread.
  const body = JSON.stringify({ logits: Array.from({ length: 5000 }, (_, i) => i % 9) });
  async function ask(client: string): Promise<void> {
    const headers = { "x-forwarded-for": client, "content-type": "application/json" };
    const request = new Request("http://site.test/api/v1/softmax", { method: "POST", headers, body });
    await (await site(request)).body?.cancel();
    answered.push(client);
  }
  await Promise.all([...Array.from({ length: 50 }, () => ask("203.0.113.1")), ask("198.51.100.1")]);
  assertEquals(answered.length, 51);
  const before = answered.indexOf("198.51.100.1");
  assertEquals(before < 5, true, `${before} of the flood were answered first`);
});
