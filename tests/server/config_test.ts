import { assertEquals, assertThrows } from "@std/assert";
import { readConfig } from "@/lib/server/config.ts";

const read = (values: Record<string, string>) => readConfig((name) => values[name]);

Deno.test("readConfig() needs nothing", () => {
  assertEquals(read({}), {
    port: 8000,
    modelMirror: null,
    modelHost: "https://huggingface.co/",
    modelSources: ["https://huggingface.co", "https://*.huggingface.co", "https://*.hf.co"],
    publicOrigin: null,
    rateLimit: 600,
    threadSeconds: 2,
    trustedProxy: null,
    experiments: { path: null, isManaged: false, perDay: 200, totalBytes: 512 * 1024 * 1024 },
  });
});

Deno.test("readConfig() takes an empty variable for an absent one", () => {
  const empty = { PORT: "", MODEL_HOST: "", MODEL_MIRROR: "", PUBLIC_ORIGIN: "", MODEL_HOST_REDIRECTS: "" };
  assertEquals(read(empty), read({}));
});

Deno.test("readConfig() makes a mirror the model host, with no other host allowed", () => {
  const config = read({ MODEL_MIRROR: "models", MODEL_HOST: "https://example.org" });
  assertEquals([config.modelMirror, config.modelHost, config.modelSources], ["models", "/hub/", []]);
});

Deno.test("readConfig() allows a model host on any port, its subdomains, and the redirects that are named", () => {
  const config = read({
    MODEL_HOST: "https://models.example.org/hf",
    MODEL_HOST_REDIRECTS: "https://*.hf.co",
  });
  assertEquals(config.modelHost, "https://models.example.org/hf/");
  assertEquals(config.modelSources, [
    "https://models.example.org",
    "https://models.example.org:*",
    "https://*.models.example.org:*",
    "https://*.hf.co",
  ]);
  const local = read({ MODEL_HOST: "http://127.0.0.1:9000" });
  assertEquals(local.modelSources, ["http://127.0.0.1:9000", "http://127.0.0.1:*"]);
});

Deno.test("readConfig() takes the origin of PUBLIC_ORIGIN", () => {
  assertEquals(read({ PUBLIC_ORIGIN: "https://example.org/" }).publicOrigin, "https://example.org");
});

Deno.test("readConfig() refuses values that cannot work", () => {
  assertThrows(() => read({ PORT: "http" }), RangeError, 'port "http"');
  assertThrows(() => read({ PORT: "65536" }), RangeError);
  assertThrows(() => read({ PORT: "-1" }), RangeError);
  assertEquals(["0", "65535"].map((PORT) => read({ PORT }).port), [0, 65535]);
  assertThrows(() => read({ THREAD_SECONDS: "0" }), RangeError, 'THREAD_SECONDS "0"');
  assertEquals(read({ THREAD_SECONDS: "20", RATE_LIMIT: "0" }).threadSeconds, 20);
  assertThrows(() => read({ MODEL_HOST: "example" }), TypeError, 'MODEL_HOST "example"');
  assertThrows(() => read({ MODEL_HOST: "file:///models" }), TypeError);
});

Deno.test("readConfig() lets nothing but origins into the security policy", () => {
  for (const source of ["https://a.org;script-src", "'unsafe-inline'", "*", "https:", "https://a.org/path"]) {
    assertThrows(() => read({ MODEL_HOST_REDIRECTS: source }), TypeError, "MODEL_HOST_REDIRECTS", source);
  }
});

Deno.test("readConfig() reads where experiments are kept and how many", () => {
  const { experiments } = read({
    DENO_KV_PATH: "kv.sqlite",
    DENO_DEPLOYMENT_ID: "x",
    EXPERIMENTS_PER_DAY: "0",
    EXPERIMENTS_MIB: "1",
  });
  assertEquals(experiments, { path: "kv.sqlite", isManaged: true, perDay: 0, totalBytes: 1_048_576 });
  assertThrows(() => read({ EXPERIMENTS_PER_DAY: "some" }), RangeError, "EXPERIMENTS_PER_DAY");
  assertThrows(() => read({ EXPERIMENTS_MIB: "-1" }), RangeError, "EXPERIMENTS_MIB");
});

Deno.test("readConfig() reads the rate limit and who may name clients", () => {
  assertEquals([read({ RATE_LIMIT: "0" }).rateLimit, read({ RATE_LIMIT: "5" }).rateLimit], [0, 5]);
  assertThrows(() => read({ RATE_LIMIT: "-1" }), RangeError, "RATE_LIMIT");
  assertThrows(() => read({ RATE_LIMIT: "many" }), RangeError, "RATE_LIMIT");
  assertEquals(read({ TRUSTED_PROXY: "2" }).trustedProxy, 2);
  assertEquals(read({ TRUSTED_PROXY: "10.0.0.1, ::1" }).trustedProxy, ["10.0.0.1", "::1"]);
  assertThrows(() => read({ TRUSTED_PROXY: "my proxy" }), TypeError, "TRUSTED_PROXY");
});
