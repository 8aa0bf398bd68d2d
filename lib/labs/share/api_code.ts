/**
 * Programs that ask the API for what a page shows. They need nothing but the language's own library.
 *
 * @module
 */
import type { ApiRequest } from "@/lib/labs/share/api_request.ts";
import { pythonText } from "@/lib/labs/share/api/python_text.ts";

/** A language that code is written in. */
export type CodeLanguage = "python" | "typescript";

/** What a program is written about. */
interface ApiSubject {
  readonly request: ApiRequest;
  readonly origin: string;
  /** Address of the experiment. */
  readonly link: string;
}

/** A program in one of the languages. */
export function apiCode(language: CodeLanguage, subject: ApiSubject): string {
  return language === "python" ? pythonCode(subject) : typescriptCode(subject);
}

function pythonCode({ request, origin, link }: ApiSubject): string {
  const { path, json, textFrom } = request;
  return `# ${oneLine(link)}
import json
import urllib.request

ORIGIN = ${JSON.stringify(origin)}

body = json.loads(${pythonText(json)})
${
    textFrom === null ? "" : `with urllib.request.urlopen(ORIGIN + ${JSON.stringify(textFrom)}) as response:
    body["text"] = response.read().decode()
`
  }request = urllib.request.Request(
    ORIGIN + ${JSON.stringify(path)},
    data=json.dumps(body).encode(),
    headers={"content-type": "application/json"},
)
with urllib.request.urlopen(request) as response:
    answer = json.load(response)
print(json.dumps(answer, indent=2, ensure_ascii=False))
`;
}

function typescriptCode({ request, origin, link }: ApiSubject): string {
  const { path, body, json, textFrom } = request;
  // An object would move keys that are whole numbers.
  const isObject = JSON.stringify(body, null, 2) === json;
  return `// ${oneLine(link)}
const origin = ${JSON.stringify(origin)};
${isObject ? `const body: Record<string, unknown> = ${json};` : `const body = ${JSON.stringify(json)};`}
${
    textFrom === null ? "" : `body.text = await (await fetch(origin + ${JSON.stringify(textFrom)})).text();
`
  }const response = await fetch(origin + ${JSON.stringify(path)}, {
  method: "POST",
  headers: { "content-type": "application/json" },
  ${isObject ? "body: JSON.stringify(body)" : "body"},
});
if (!response.ok) throw new Error(await response.text());
console.log(JSON.stringify(await response.json(), null, 2));
`;
}

/** A comment ends with its line. */
function oneLine(text: string): string {
  return text.replaceAll(/[\r\n]+/g, " ");
}
