import { assert, assertEquals } from "@std/assert";

interface Lockfile {
  readonly npm: Readonly<Record<string, unknown>>;
}

const lock: Lockfile = JSON.parse(await Deno.readTextFile(new URL("../../deno.lock", import.meta.url)));
const names = Object.keys(lock.npm).map((entry) => entry.replace(/(?<=.)@.*$/, ""));

Deno.test("the native runtimes that transformers.js asks for are not installed: they are 300 MB and run install scripts", () => {
  assert(names.includes("@huggingface/transformers"));
  assertEquals(names.filter((name) => /^(?:onnxruntime-node|sharp|@img\/.*)$/.test(name)), []);
});

Deno.test("every package comes from npm, in one version of onnxruntime-web", () => {
  assertEquals(Object.keys(lock).filter((key) => ["jsr", "remote", "redirects"].includes(key)), []);
  assertEquals(names.filter((name) => name === "onnxruntime-web").length, 1);
});
