/** The command that clears a store's file, as it is typed. */
import { assertEquals, assertStringIncludes } from "@std/assert";

async function purge(...args: string[]): Promise<{ readonly code: number; readonly said: string }> {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "lib/experiment/store/purge.ts", ...args],
    env: { NO_COLOR: "1" },
  });
  const { code, stdout, stderr } = await command.output();
  return { code, said: new TextDecoder().decode(code === 0 ? stdout : stderr) };
}

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
