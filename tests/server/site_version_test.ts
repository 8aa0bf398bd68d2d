import { assertEquals, assertMatch } from "@std/assert";
import type { Bundle } from "@/lib/server/assets/bundle.ts";
import { siteVersion } from "@/lib/server/site_version.ts";

const bundle = (build: string, shell: string | null) => ({ build, shell }) as Bundle;

Deno.test("siteVersion() names what a visitor gets, and nothing where nothing was built", () => {
  assertEquals(siteVersion(bundle("none", null)), null);
  const version = siteVersion(bundle("a1", "/assets/shell.js"));
  assertMatch(version!, /^[0-9a-f]{12}$/);
  assertEquals(siteVersion(bundle("a1", "/assets/shell.js")), version);
  assertEquals(siteVersion(bundle("a2", "/assets/shell.js")) === version, false);
});
