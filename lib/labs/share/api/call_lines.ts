/**
 * One call of the API as code to take away; each needs nothing but the language's own library.
 *
 * @module
 */
import { pythonText } from "@/lib/labs/share/api/python_text.ts";

/** What a call can be written in. */
export const CALL_LANGUAGES = { curl: "curl", python: "Python", javascript: "JavaScript" } as const;

/** One of {@linkcode CALL_LANGUAGES}. */
export type CallLanguage = keyof typeof CALL_LANGUAGES;

/** A POST of a body, as it was typed, to an address. */
export function callLines(language: CallLanguage, url: string, body: string): string {
  if (language === "curl") return curlLine(url, body);
  return language === "python" ? pythonLines(url, body) : javascriptLines(url, body);
}

/** A line for a POSIX shell; a quote in the body ends the quoted part, stands escaped, and begins another. */
function curlLine(url: string, body: string): string {
  const compact = body.replace(/\n\s*/g, " ").trim().replaceAll("'", `'\\''`);
  return `curl -s ${url} -H 'content-type: application/json' -d '${compact}'`;
}

function pythonLines(url: string, body: string): string {
  return `import json, urllib.request

body = ${pythonText(body)}
headers = {"content-type": "application/json"}
request = urllib.request.Request(${JSON.stringify(url)}, body.encode(), headers)
print(json.load(urllib.request.urlopen(request)))`;
}

function javascriptLines(url: string, body: string): string {
  const sent = isJson(body) ? `JSON.stringify(${body})` : JSON.stringify(body);
  return `const response = await fetch(${JSON.stringify(url)}, {
  method: "POST",
  headers: { "content-type": "application/json" },
  body: ${sent.replaceAll("\n", "\n  ")},
});
console.log(await response.json());`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
