import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { freePort } from "../../browser/start_site.ts";

const ROOT = new URL("../../../", import.meta.url);

/** What a visitor might type, or an experiment be called; none of it may leave the process. */
const SECRETS = ["typedsecret", "pathsecret", "bodysecret", "refsecret", "agentsecret"];

async function untilReady(origin: string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    const isReady = await fetch(`${origin}/healthz`).then((response) => response.text(), () => null);
    if (isReady !== null) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("The site did not start");
}

/** A body that is answered from memory the second time. */
const answered: RequestInit = {
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ tokens: ["bodysecret", "b"] }),
};

async function askEverything(origin: string): Promise<void> {
  const headers = { referer: "http://x.test/?refsecret", "user-agent": "agentsecret" };
  const paths = [
    "/?text=typedsecret",
    "/softmax?labels=typedsecret,b&logits=1,2",
    "/preview/softmax?labels=typedsecret,b&logits=1,2",
    "/embed/loss?text=typedsecret",
    "/pathsecret/x?text=typedsecret",
    "/e/pathsecret",
    "/static/pathsecret.js?v=typedsecret",
    "/api/v1/kv-cache?preset=typedsecret",
    "/api/v1/pathsecret?text=typedsecret",
  ];
  for (const path of paths) await (await fetch(origin + path, { headers })).text();
  for (let time = 0; time < 2; time++) await (await fetch(`${origin}/api/v1/shift`, answered)).text();
  for (const name of ["predict", "softmax", "ngram"]) {
    const body = JSON.stringify({ text: "bodysecret", nonsense: "bodysecret" });
    const init = { method: "POST", headers: { ...headers, "content-type": "application/json" }, body };
    await (await fetch(`${origin}/api/v1/${name}?x=typedsecret`, init)).text();
  }
}

/** Appends what a stream says. */
async function collect(stream: ReadableStream<Uint8Array>, written: { text: string }): Promise<void> {
  const decoder = new TextDecoder();
  for await (const part of stream) written.text += decoder.decode(part, { stream: true });
}

/** The console's exporter colors what it writes, also inside of names. */
function plain(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.replace(/\x1b\[[0-9;]*m/g, "");
}

/** Waits for the spans of the last requests, and for the metrics after them. */
async function untilWritten(written: { readonly text: string }): Promise<void> {
  const isDone = () => /SPAN POST \/api\/v1\/ngram [^]*METRIC http\.server/.test(plain(written.text));
  for (let attempt = 0; attempt < 300 && !isDone(); attempt++) {
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

Deno.test("telemetry names spans by route, and holds nothing of an address, a body or a visitor", async () => {
  const port = freePort();
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "main.ts"],
    cwd: ROOT,
    env: {
      PORT: `${port}`,
      OTEL_DENO: "true",
      OTEL_EXPORTER_OTLP_PROTOCOL: "console",
      OTEL_BSP_SCHEDULE_DELAY: "100",
      OTEL_BLRP_SCHEDULE_DELAY: "100",
      OTEL_METRIC_EXPORT_INTERVAL: "300",
      NO_COLOR: "1",
    },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const written = { text: "" };
  const streams = [collect(child.stdout, written), collect(child.stderr, written)];
  try {
    await untilReady(`http://127.0.0.1:${port}`);
    await askEverything(`http://127.0.0.1:${port}`);
    await untilWritten(written);
  } finally {
    // Asked to end while metrics are collected this often, Deno 2.9 waits for its own threads and stays.
    child.kill("SIGKILL");
    await child.status;
    await Promise.all(streams);
  }
  checkWritten(plain(written.text));
});

function checkWritten(written: string): void {
  assert(
    /^SPAN /m.test(written) && /^METRIC /m.test(written) && /^LOG /m.test(written),
    written.slice(0, 2000),
  );
  assertStringIncludes(written, "SPAN GET /softmax ");
  assertStringIncludes(written, "SPAN GET /embed/loss ");
  assertStringIncludes(written, "SPAN POST /api/v1/predict ");
  assertStringIncludes(written, "http.route: /static/*");
  assertEquals(written.match(/SPAN POST \/api\/v1\/shift /g)?.length, 2);
  assertEquals(SECRETS.filter((secret) => written.includes(secret)), []);
  assertEquals(/url\.(full|path|query)/.test(written), false);
}
