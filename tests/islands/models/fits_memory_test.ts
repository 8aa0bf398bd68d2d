/** Which models on this disk load without being asked for, by what the device says of its memory. */
import { assertEquals } from "@std/assert";
import { fitsMemory } from "@/islands/models/fits_memory.ts";

const GIB = 1024 ** 3;

/** On a device that says so of its memory, in GiB; undefined for a browser that says nothing. */
function fits(deviceMemory: number | undefined, bytes: number | null): boolean {
  const own = Object.getOwnPropertyDescriptor(globalThis, "navigator")!;
  const value = deviceMemory === undefined ? {} : { deviceMemory };
  Object.defineProperty(globalThis, "navigator", { value, configurable: true });
  try {
    return fitsMemory(bytes);
  } finally {
    Object.defineProperty(globalThis, "navigator", own);
  }
}

Deno.test("fitsMemory() takes any model where the device has 8 GiB or more", () => {
  for (const memory of [8, 16, 32]) {
    assertEquals([GIB, GIB + 1, 40 * GIB, null].map((bytes) => fits(memory, bytes)), [
      true,
      true,
      true,
      true,
    ]);
  }
});

Deno.test("fitsMemory() takes up to a GiB on a smaller device, or one that does not say, and nothing of unknown need", () => {
  for (const memory of [4, 7.9, 0.25, undefined]) {
    const taken = [0, 5_000_000, GIB, GIB + 1, 40 * GIB, null].map((bytes) => fits(memory, bytes));
    assertEquals(taken, [true, true, true, false, false, false], `${memory}`);
  }
});
