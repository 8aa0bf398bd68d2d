import { assert, assertEquals, assertThrows } from "@std/assert";
import { permissionFlags } from "@/lib/build/permissions.ts";

const ROOT = decodeURIComponent(new URL("../../", import.meta.url).pathname);

function flags(env: Record<string, string>): string[] {
  return permissionFlags((name) => env[name]);
}

Deno.test("permissionFlags() names what the settings need", () => {
  assertEquals(flags({}).slice(0, 3), ["--no-prompt", "--allow-net=0.0.0.0:8000", "--allow-read=."]);
  assert(!flags({}).some((flag) => flag.startsWith("--allow-write")));
  const given = flags({ PORT: "80", MODEL_MIRROR: "/hub", DENO_KV_PATH: "/var/e.sqlite" });
  assertEquals(given.slice(1, 4), [
    "--allow-net=0.0.0.0:80",
    "--allow-read=.,/hub,/var/e.sqlite",
    "--allow-write=/var/e.sqlite",
  ]);
  assertThrows(() => flags({ MODEL_MIRROR: "/a,/" }), RangeError, "no comma");
});

/** Runs a line with the server's permissions; whether it was refused. */
async function isRefused(line: string): Promise<boolean> {
  const script = await Deno.makeTempFile({ dir: ROOT, prefix: ".permission-", suffix: ".ts" });
  try {
    await Deno.writeTextFile(script, line);
    const args = ["run", ...flags({ PORT: "8123" }), script];
    const { code, stderr } = await new Deno.Command(Deno.execPath(), { args, cwd: ROOT, stderr: "piped" })
      .output();
    return code !== 0 && /NotCapable|Requires/.test(new TextDecoder().decode(stderr));
  } finally {
    await Deno.remove(script);
  }
}

Deno.test("more is refused: other files, other hosts, programs, other variables, writing", async () => {
  const refused = [
    `Deno.readTextFileSync("/etc/passwd")`,
    `Deno.writeTextFileSync("x", "")`,
    `await fetch("http://127.0.0.1:8124/")`,
    `new Deno.Command("ls").outputSync()`,
    `Deno.env.get("HOME")`,
    `Deno.hostname()`,
  ];
  for (const line of refused) assert(await isRefused(line), line);
  assertEquals(await isRefused(`Deno.readTextFileSync("README.md")`), false);
});
