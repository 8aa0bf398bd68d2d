/** The command that clears a store's file, as it is typed. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { encodeContent, entryKey } from "@/lib/experiment/store/entry.ts";
import { CONTENT, DAY } from "./test_store.ts";

async function purge(...args: string[]): Promise<{ readonly code: number; readonly said: string }> {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "lib/experiment/store/purge.ts", ...args],
    env: { NO_COLOR: "1" },
  });
  const { code, stdout, stderr } = await command.output();
  return { code, said: new TextDecoder().decode(code === 0 ? stdout : stderr) };
}

/** A file with experiments that were stored so many days ago. */
async function storedDaysAgo(file: string, ...days: number[]): Promise<void> {
  using kv = await Deno.openKv(file);
  const body = encodeContent(CONTENT);
  for (const each of days) {
    const createdAt = Date.now() - each * DAY;
    await kv.set(entryKey(`${each} days`), {
      kind: "kept",
      body,
      tokenHash: new Uint8Array(),
      createdAt,
      expiresAt: null,
    });
  }
}

Deno.test("experiments:purge deletes what is older than the days that are named, and without them nothing", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const file = `${folder}/kv.sqlite`;
    await storedDaysAgo(file, 0, 6.5, 7.5, 400);
    assertEquals((await purge(file)).said.slice(0, 10), "0 deleted ");
    assertEquals((await purge(file, "--older=7")).said.slice(0, 10), "2 deleted ");
    using kv = await Deno.openKv(file);
    const left = await Array.fromAsync(kv.list({ prefix: entryKey("").slice(0, -1) }));
    assertEquals(left.map(({ key }) => key.at(-1)), ["0 days", "6.5 days"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("experiments:purge asks for a file and for an age in days, and says what it deleted", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const wrong = await Promise.all([
      purge(),
      purge(`${folder}/a`, "--older=week"),
      purge(`${folder}/a`, "7"),
    ]);
    for (const { code, said } of wrong) {
      assertEquals(code, 1);
      assertStringIncludes(said, "Name the store's file: deno task experiments:purge FILE [--older=DAYS]");
    }
    for (const args of [[`${folder}/b`], [`${folder}/c`, "--older=7"]]) {
      const { code, said } = await purge(...args);
      assertEquals([code, said.slice(0, 10)], [0, "0 deleted "]);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
