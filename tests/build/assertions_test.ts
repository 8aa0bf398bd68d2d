/** The assertions are typed: a wrong call does not pass the type check. */
import { assert, assertEquals } from "@std/assert";

const CONFIG = decodeURIComponent(new URL("../../deno.json", import.meta.url).pathname);

/** Whether `deno check` takes a line that uses the assertions. */
async function passesCheck(line: string): Promise<boolean> {
  const folder = await Deno.makeTempDir();
  try {
    const file = `${folder}/line.ts`;
    await Deno.writeTextFile(
      file,
      `import { assert, assertEquals } from "@std/assert";\nassert(true);\n${line}\n`,
    );
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["check", "--quiet", "--config", CONFIG, file],
      stderr: "piped",
    }).output();
    assert(success || new TextDecoder().decode(stderr).includes("TS"), new TextDecoder().decode(stderr));
    return success;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a wrong call of an assertion fails the type check, and assert() narrows", async () => {
  assertEquals(await passesCheck(`assertEquals(1, 1, "one");`), true);
  assertEquals(await passesCheck(`assertEquals(1, "a", 3);`), false);
  assertEquals(await passesCheck(`assertEquals(1, 1, 3);`), false);
  assertEquals(await passesCheck(`const x: string | null = String(1) || null;\nassert(x);\nx.length;`), true);
});
