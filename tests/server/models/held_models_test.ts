import { assertEquals } from "@std/assert";
import { heldModels } from "@/lib/server/models/held_models.ts";

Deno.test("heldModels() names the catalog's models that a mirror holds, and all where there is no mirror", async () => {
  assertEquals(heldModels(null), null);
  const mirror = await Deno.makeTempDir();
  await Deno.mkdir(`${mirror}/HuggingFaceTB/SmolLM2-135M-Instruct`, { recursive: true });
  assertEquals(heldModels(mirror), ["HuggingFaceTB/SmolLM2-135M-Instruct"]);
  await Deno.remove(mirror, { recursive: true });
});
