import { assertEquals } from "@std/assert";
import { unwrapped } from "@/lib/build/plain_imports.ts";

Deno.test("unwrapped() leaves the imports of a chunk, and what else is called with a list", () => {
  const chunk = "a={A:()=>i(()=>import(`./A-x_1.js`),[]),B:()=>i(()=>import(`./B.js`).then(e=>e.t),[])};";
  assertEquals(unwrapped(chunk), "a={A:()=>import(`./A-x_1.js`),B:()=>import(`./B.js`).then(e=>e.t)};");
  for (const other of ["i(()=>load(`./A.js`),[])", "i(()=>import(`./A.js`),[e])", "i(()=>import(e),[])"]) {
    assertEquals(unwrapped(other), other);
  }
});
