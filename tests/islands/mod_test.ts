import { assert, assertEquals } from "@std/assert";
import { type IslandName, type IslandProps, islands } from "@/islands/mod.ts";
import { Island } from "@/lib/ui/page/island.tsx";

/** Names of the islands in a folder and its rooms; what is not in PascalCase is a part of one. */
async function islandsIn(folder: URL): Promise<string[]> {
  const names: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) names.push(...await islandsIn(new URL(`${name}/`, folder)));
    else if (/^[A-Z].*\.tsx$/.test(name)) names.push(name.replace(".tsx", ""));
  }
  return names;
}

Deno.test("islands/mod.ts lists exactly the islands of its folder and its rooms", async () => {
  const files = await islandsIn(new URL("../../islands/", import.meta.url));
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
