import { assertEquals } from "@std/assert";
import type { OpenStore } from "./test_store.ts";

/** Registers what holds of a database by itself. */
export function testDriver(name: string, opened: OpenStore): void {
  Deno.test(`${name}: changes happen together, and none where a key was changed since it was read`, async () => {
    await using site = await opened();
    const { driver } = site;
    const [none] = await driver.read<[number]>([["a"]]);
    assertEquals([none.value, none.versionstamp], [null, null]);
    const first = {
      checks: [none],
      set: [{ key: ["a"], value: 1 }, { key: ["b"], value: new Uint8Array([7]) }],
    };
    assertEquals(await driver.commit(first), true);
    assertEquals(await driver.commit({ ...first, set: [{ key: ["c"], value: 1 }], delete: [["b"]] }), false);
    const [a, b, c] = await driver.read<[number, Uint8Array, number]>([["a"], ["b"], ["c"]]);
    assertEquals([a.value, b.value, c.value], [1, new Uint8Array([7]), null]);
    assertEquals(
      await driver.commit({ checks: [a], delete: [["b"]], set: [{ key: ["a"], value: 2 }] }),
      true,
    );
    assertEquals(await driver.commit({ checks: [a], set: [{ key: ["a"], value: 3 }] }), false);
    const [again, gone] = await driver.read<[number, number]>([["a"], ["b"]]);
    assertEquals([again.value, gone.value, gone.versionstamp], [2, null, null]);
  });

  Deno.test(`${name}: a list has the keys below a prefix in the order of their numbers`, async () => {
    await using site = await opened();
    const { driver } = site;
    const times = [1_700_000_000_000, 5, 40, 300];
    const set = times.map((time) => ({ key: ["at", time, "x"], value: time }));
    await driver.commit({
      checks: [],
      set: [...set, { key: ["at2", 1], value: 0 }, { key: ["at"], value: 0 }],
    });
    const listed = async (options?: { end?: (string | number)[]; limit?: number }) =>
      (await Array.fromAsync(driver.list<number>(["at"], options))).map(({ value }) => value);
    assertEquals(await listed(), [5, 40, 300, 1_700_000_000_000]);
    assertEquals(await listed({ end: ["at", 301] }), [5, 40, 300]);
    assertEquals(await listed({ end: ["at", 300] }), [5, 40]);
    assertEquals(await listed({ limit: 2 }), [5, 40]);
  });
}
