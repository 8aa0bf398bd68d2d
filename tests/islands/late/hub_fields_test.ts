import { assertEquals } from "@std/assert";
import { h } from "preact";
import { HubFields } from "@/islands/kv_cache/hub_fields.tsx";
import { KV_CACHE_FIELDS } from "@/lib/experiment/fields/kv_cache_query.ts";
import { createQueryLab } from "@/lib/labs/query/query_lab.ts";
import { heldPort, settled } from "@/tests/fixtures/held.ts";
import { fakeHistory } from "@/tests/labs/fake_history.ts";
import { mounted } from "@/tests/fixtures/mounted.ts";

Deno.test("a configuration that comes late replaces neither a pasted one nor that of the repository that is named by then", async () => {
  const { fetch, location } = globalThis;
  const hub = heldPort<Parameters<typeof fetch>, Response>();
  Object.assign(globalThis, { fetch: hub.ask, location: { origin: "http://site.test" } });
  const lab = createQueryLab(
    KV_CACHE_FIELDS,
    new URLSearchParams("repository=o/first"),
    "/kv-cache",
    fakeHistory().ports,
  );
  using page = mounted(() => h(HubFields, { lab, modelHost: "/hub/" }));
  const button = () =>
    [...page.root.querySelectorAll("button")].find((each) => /Fetch/.test(each.textContent))!;
  const config = (layers: number) => Response.json({ model_type: "llama", num_hidden_layers: layers });
  button().click();
  await settled();
  lab.set({ config: "{}" });
  await hub.asked[0]!.answer(config(1));
  await settled(10);
  assertEquals([lab.query.value.config, button().textContent], ["{}", "Fetch its config.json"]);
  button().click();
  await settled();
  lab.set({ repository: "o/second" });
  await hub.asked[1]!.answer(config(2));
  await settled(10);
  assertEquals(lab.query.value.config, "{}");
  button().click();
  await settled();
  await hub.asked[2]!.answer(config(3));
  await settled(10);
  assertEquals(JSON.parse(lab.query.value.config).num_hidden_layers, 3);
  Object.assign(globalThis, { fetch, location });
});
