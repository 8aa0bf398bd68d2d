/** Google's CSP Evaluator on the policies that the site sends. */
import { assertEquals } from "@std/assert";
import { CspEvaluator } from "csp_evaluator/dist/evaluator.js";
import { CspParser } from "csp_evaluator/dist/parser.js";
import { readConfig } from "@/lib/server/config.ts";
import { headersFor } from "@/lib/server/headers.ts";

/** Severities from 30 down are certain or likely holes; 50 is one that depends on what the site hosts. */
const MEDIUM_MAYBE = 50;

const ANSWERS = [
  ["/", "text/html; charset=UTF-8"],
  ["/embed/predictor", "text/html; charset=UTF-8"],
  ["/assets/worker-1.js", "text/javascript; charset=utf-8"],
  ["/preview/predictor", "image/png"],
  ["/api/v1/softmax", "application/json"],
] as const;

const ENVIRONMENTS: readonly Record<string, string>[] = [
  {},
  { MODEL_MIRROR: "/models" },
  { MODEL_HOST: "https://models.example.org" },
];

function findingsOf(
  policy: string,
): { readonly severity: number; readonly directive: string; readonly value: string }[] {
  const { csp } = new CspParser(policy);
  return new CspEvaluator(csp).evaluate()
    .map(({ severity, directive, value }) => ({ severity, directive, value: value ?? "" }));
}

Deno.test("CSP Evaluator finds nothing but that the site's own scripts have to be trusted", () => {
  for (const environment of ENVIRONMENTS) {
    for (const [path, type] of ANSWERS) {
      const headers = headersFor(path, type, readConfig((name) => environment[name]));
      // The site hosts no JSONP, no AngularJS and no file of a visitor, which is what the one finding asks about.
      const known = { severity: MEDIUM_MAYBE, directive: "script-src", value: "'self'" };
      const isData = !/html|javascript/.test(type);
      assertEquals(findingsOf(headers["content-security-policy"]!), isData ? [] : [known], path);
    }
  }
});

Deno.test("CSP Evaluator does find a hole", () => {
  assertEquals(
    findingsOf("script-src 'unsafe-inline'").some(({ severity }) => severity < MEDIUM_MAYBE),
    true,
  );
});
