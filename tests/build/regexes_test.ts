import { assertEquals } from "@std/assert";
import { literalRegexes } from "./literal_regexes.ts";

const ROOT = new URL("../../", import.meta.url);

/** lib/build reads the project's own packages, when it is built. */
const FOLDERS = ["lib", "islands", "routes"] as const;
const IS_BUILD = /^lib\/build\//;

/** Patterns that the checker is wrong about, or that read nothing that a visitor can choose. */
const HARMLESS: Readonly<Record<string, string>> = {
  "/device.*lost|context lost|destroyed/i": "a graphics driver's message",
  "/device (?:was |is )?lost|DXGI_ERROR_DEVICE|GPUDevice.*destroyed|context lost/i":
    "a graphics driver's message",
  "/^(?!.*(?:\\.\\.|--))[A-Za-z0-9](?:[A-Za-z0-9._-]{0,94}[A-Za-z0-9_])?$/":
    "looks through its text once from the start, then at 96 characters",
  "/^(?!.*\\.\\.)[A-Za-z0-9](?:[A-Za-z0-9._/-]{0,198}[A-Za-z0-9])?$/":
    "looks through its text once from the start, then at 200 characters",
  "/[.\\s]+$/": "the short answer of one of the site's own models",
  "/⟦([^⟧]*)⟧/": "the site's own sentences",
  "/\\b(?:q_proj|attn_q)\\b.*\\bbias$/": "a weight's name in a model's file, in the visitor's own tab",
  "/\\b(?:k_proj|attn_k)\\b.*\\bbias$/": "a weight's name in a model's file, in the visitor's own tab",
  "/\\b(?:v_proj|attn_v)\\b.*\\bbias$/": "a weight's name in a model's file, in the visitor's own tab",
  "/\\b(?:o_proj|attn_output)\\b.*\\bbias$/": "a weight's name in a model's file, in the visitor's own tab",
};

// The checker keeps a message port for as long as the process lives, and nothing of it can be closed.
const CHECKER = { sanitizeResources: false };

/** Steps alone end a check: what a slow machine takes for them says nothing of the expression. */
const PATIENT = {
  timeout: null,
  attackTimeout: null,
  incubationTimeout: null,
  seedingTimeout: null,
  randomSeed: 1,
};

Deno.test("no regular expression takes more time than the text it reads is long", CHECKER, async () => {
  // Else the package looks for a Java or native program first.
  Deno.env.set("RECHECK_BACKEND", "pure");
  const { checkSync } = await import("recheck");
  const slow: string[] = [];
  for (const [written, { file, pattern, flags }] of await literalRegexes(ROOT, FOLDERS)) {
    if (written in HARMLESS || IS_BUILD.test(file)) continue;
    const result = checkSync(pattern, flags, PATIENT);
    if (result.status !== "safe") slow.push(`${file}: ${written} is ${result.status}`);
  }
  assertEquals(slow, []);
});
