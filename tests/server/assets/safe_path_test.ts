import { assertEquals } from "@std/assert";
import { safePath } from "@/lib/server/assets/safe_path.ts";

async function withFolder(test: (root: string) => Promise<void>): Promise<void> {
  const parent = await Deno.makeTempDir();
  const root = `${parent}/root`;
  try {
    await Deno.mkdir(`${root}/inner`, { recursive: true });
    await Deno.mkdir(`${parent}/root-beside`);
    await Deno.writeTextFile(`${parent}/secret.txt`, "secret");
    await Deno.writeTextFile(`${parent}/root-beside/file.txt`, "beside");
    await Deno.writeTextFile(`${root}/inner/a b.txt`, "inside");
    await Deno.writeTextFile(`${root}/.hidden`, "hidden");
    await Deno.symlink(`${parent}/secret.txt`, `${root}/out.txt`);
    await Deno.symlink(`${parent}/root-beside`, `${root}/beside`);
    await Deno.symlink(`${root}/inner/a b.txt`, `${root}/in.txt`);
    await test(root);
  } finally {
    await Deno.remove(parent, { recursive: true });
  }
}

Deno.test("safePath() finds files below the folder", () =>
  withFolder(async (root) => {
    const real = await Deno.realPath(`${root}/inner/a b.txt`);
    assertEquals(await safePath(root, "inner/a%20b.txt"), real);
    assertEquals(await safePath(root, "in.txt"), real, "a link that stays inside");
  }));

Deno.test("safePath() never leaves the folder", () =>
  withFolder(async (root) => {
    const escapes = [
      "../secret.txt",
      "%2e%2e/secret.txt",
      "..%2fsecret.txt",
      "inner/../../secret.txt",
      "inner%2f..%2f..%2fsecret.txt",
      "..\\secret.txt",
      "%2e%2e%5csecret.txt",
      "/etc/passwd",
      "%2fetc/passwd",
      "../root-beside/file.txt",
      "out.txt",
      "beside/file.txt",
    ];
    for (const path of escapes) assertEquals(await safePath(root, path), null, path);
  }));

Deno.test("safePath() refuses what is no plain file name", () =>
  withFolder(async (root) => {
    const names = [
      "",
      ".",
      "inner",
      "inner/",
      "inner//a%20b.txt",
      ".hidden",
      "in.txt%00",
      "in.txt%0a",
      "%E0%A4%A",
    ];
    for (const path of names) assertEquals(await safePath(root, path), null, path);
  }));

Deno.test("safePath() answers null where the folder does not exist", async () => {
  assertEquals(await safePath("/nonexistent/folder", "a.txt"), null);
});
