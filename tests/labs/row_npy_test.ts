import { assertEquals } from "@std/assert";
import { rowNpy } from "@/lib/labs/predictor/copy/row_npy.ts";

Deno.test("a row is NumPy's file of float32: magic, version, a header of whole 64 bytes, the numbers", () => {
  const file = rowNpy([0, -1.5, 0.1, -Infinity]);
  assertEquals([...file.subarray(0, 8)], [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  const view = new DataView(file.buffer);
  const start = 10 + view.getUint16(8, true);
  assertEquals(start % 64, 0);
  const header = new TextDecoder().decode(file.subarray(10, start));
  assertEquals(header.trimEnd(), "{'descr': '<f4', 'fortran_order': False, 'shape': (4,), }");
  assertEquals(header.at(-1), "\n");
  assertEquals([...new Float32Array(file.slice(start).buffer)], [0, -1.5, Math.fround(0.1), -Infinity]);
});

/** Where Python has NumPy, it is asked itself. */
const python = await hasNumpy();

Deno.test({
  name: "NumPy reads it",
  ignore: !python,
  fn: async () => {
    const path = Deno.makeTempFileSync({ suffix: ".npy" });
    try {
      Deno.writeFileSync(path, rowNpy([2.5, -3]));
      assertEquals(
        await run(`import numpy as n; a = n.load("${path}"); print(a.dtype, a.tolist())`),
        "float32 [2.5, -3.0]",
      );
    } finally {
      Deno.removeSync(path);
    }
  },
});

async function hasNumpy(): Promise<boolean> {
  return await run("import numpy; print(1)").catch(() => "") === "1";
}

async function run(code: string): Promise<string> {
  const { stdout } = await new Deno.Command("python3", { args: ["-c", code], stderr: "null" }).output();
  return new TextDecoder().decode(stdout).trim();
}
