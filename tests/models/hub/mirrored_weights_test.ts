import { assertEquals } from "@std/assert";
import type { RepositoryListing } from "@/lib/models/hub/repository_listing.ts";
import { weightFiles } from "@/lib/models/hub/weight_files.ts";
import { FAMILY_CASES } from "@/tests/transformer/family_cases.ts";

Deno.test("a mirror of a model that the catalog knows may hold its safetensors alone", async () => {
  const file = { path: "model.safetensors", bytes: 4, sha256: null, etag: null };
  const listing: RepositoryListing = {
    address: { host: "http://x.test/", name: "HuggingFaceTB/SmolLM2-135M-Instruct", revision: "main" },
    license: null,
    parameters: null,
    probes: true,
    find: (path) => Promise.resolve(path === file.path ? file : null),
  };
  const weights = await weightFiles(listing, FAMILY_CASES[0]!.config, {
    readFile: () => Promise.resolve(null),
  });
  assertEquals(weights, { safetensors: [file] });
});
