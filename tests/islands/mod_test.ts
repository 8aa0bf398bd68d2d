import { assert, assertEquals } from "@std/assert";
import { type IslandName, type IslandProps, islands } from "@/islands/mod.ts";
import { Island } from "@/lib/ui/page/island.tsx";

Deno.test("islands/mod.ts lists exactly the files of its folder", async () => {
  const files: string[] = [];
  for await (const { name } of Deno.readDir(new URL("../../islands", import.meta.url))) {
    if (name.endsWith(".tsx")) files.push(name.replace(".tsx", ""));
  }
  assertEquals(Object.keys(islands).sort(), files.sort());
});

Deno.test("every island exports a component", async () => {
  for (const [name, load] of Object.entries(islands)) {
    assertEquals(typeof (await load()).default, "function", name);
  }
});

Deno.test("a wrong island name or prop does not compile", () => {
  // @ts-expect-error There is no island of this name.
  const name: IslandName = "Absent";
  // @ts-expect-error No island takes this prop.
  const props: IslandProps<IslandName> = { absent: 1 };
  assert(!(name in islands) && "absent" in props);
});

Deno.test("Island() says how to hydrate its component", () => {
  const name = Object.keys(islands)[0] as IslandName;
  const { type, props } = Island({ name, props: { text: '"<' } as never, when: "visible" });
  const { children: _, ...attributes } = props as Record<string, unknown>;
  assertEquals(type as unknown, "is-land");
  assertEquals(attributes, { name, when: "visible", props: JSON.stringify({ text: '"<' }) });
});
