/** What is deployed: its packages, its size, and that it runs without flags, also on the Deno of Deno Deploy. */
import { assert, assertEquals } from "@std/assert";
import { LARGEST_UPLOAD, uploadSize } from "@/bench/upload_size.ts";
import { serverPackages, writeDeployment } from "@/lib/build/write_deployment.ts";
import { endpoints } from "@/routes/api/endpoints.ts";
import { pages } from "@/routes/mod.ts";
import { freePort } from "@/tests/browser/start_site.ts";

/** What Deno Deploy runs, and the package on npm that has it. */
const PLATFORM = "deno@2.5.7";
/** Packages of the browser and of the build, by the beginning of their names. */
const NOT_THE_SERVERS = [
  "@huggingface/",
  "onnxruntime",
  "@tensorflow/",
  "vite",
  "@preact/preset",
  "puppeteer",
];

const folder = await Deno.makeTempDir({ prefix: "deployment-" });

Deno.test.beforeAll(() => writeDeployment(folder));
Deno.test.afterAll(() => Deno.remove(folder, { recursive: true }));

Deno.test("the server's graph has no package of the browser or of the build", async () => {
  const packages = await serverPackages();
  assert(packages.has("hono"));
  const wrong = [...packages].filter((name) => NOT_THE_SERVERS.some((part) => name.startsWith(part)));
  assertEquals(wrong, []);
});

Deno.test("a deployment is small, its packages included", async () => {
  const { total, packages } = await uploadSize(folder);
  assert(packages > 1e6 && total <= LARGEST_UPLOAD, `${total} bytes, ${packages} of them packages`);
});

/** Where the platform's Deno is, or null where it cannot be fetched. */
async function platformDeno(): Promise<string | null> {
  try {
    const { stdout } = await new Deno.Command("npx", {
      args: ["--yes", PLATFORM, "eval", "console.log(Deno.version.deno, Deno.execPath())"],
      stderr: "null",
      signal: AbortSignal.timeout(120_000),
    }).output();
    const [version, path] = new TextDecoder().decode(stdout).trim().split(" ");
    return `deno@${version}` === PLATFORM ? path! : null;
  } catch {
    return null;
  }
}

/** Starts a deployment and asks for all that it has; what it answered, by method and path. */
async function askAll(deno: string): Promise<Record<string, number>> {
  const port = freePort();
  const child = new Deno.Command(deno, {
    args: ["run", "-A", "main.ts"],
    cwd: folder,
    env: { PORT: `${port}` },
    stdout: "null",
    stderr: "null",
  }).spawn();
  const origin = `http://127.0.0.1:${port}`;
  try {
    await untilReady(`${origin}/healthz`);
    const answers: Record<string, number> = {};
    for (const path of [...pages.map((page) => page.path), "/sw.js", "/offline", "/sitemap.xml"]) {
      answers[path] = await statusOf(fetch(origin + path));
    }
    for (const { name, example } of endpoints) {
      const init = { method: "POST", headers: { "content-type": "application/json" } };
      answers[name] = await statusOf(
        fetch(`${origin}/api/v1/${name}`, { ...init, body: JSON.stringify(example) }),
      );
    }
    return answers;
  } finally {
    child.kill("SIGKILL");
    await child.status;
  }
}

async function statusOf(asked: Promise<Response>): Promise<number> {
  const response = await asked;
  await response.body?.cancel();
  return response.status;
}

async function untilReady(url: string): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt++) {
    const status = await statusOf(fetch(url)).catch(() => 0);
    if (status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`The deployment does not answer at ${url}`);
}

function failed(answers: Readonly<Record<string, number>>): string[] {
  return Object.entries(answers).filter(([_, status]) => status !== 200).map((entry) => entry.join(" "));
}

Deno.test("a deployment answers every page and every endpoint without flags", async () => {
  assertEquals(failed(await askAll(Deno.execPath())), []);
});

const platform = await platformDeno();

Deno.test({
  name: `it does so on ${PLATFORM}, which Deno Deploy runs`,
  ignore: platform === null,
  fn: async () => assertEquals(failed(await askAll(platform!)), []),
});
