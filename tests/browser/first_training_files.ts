const DIST = new URL("../../dist/", import.meta.url);

/** Chunks that only WebGPU needs. */
const WEBGPU = /webgpu|GPUShaderStage/;

/** Addresses of what a first training loads where WebAssembly has threads: the worker, what it imports, and tfjs's files. */
export function firstTrainingFiles(): string[] {
  const names = [...Deno.readDirSync(new URL("assets/", DIST))].map(({ name }) => name);
  const worker = names.find((name) => /^training_worker-.*\.js$/.test(name))!;
  const version = [...Deno.readDirSync(new URL("tfjs/", DIST))][0]!.name;
  const threaded = ["js", "worker.js", "wasm"].map((end) =>
    `/tfjs/${version}/tfjs-backend-wasm-threaded-simd.${end}`
  );
  return [...closure(worker, new Set())].map((name) => `/assets/${name}`).concat(threaded);
}

/** A chunk and everything that it imports now or later, WebGPU left out. */
function closure(name: string, seen: Set<string>): Set<string> {
  if (seen.has(name)) return seen;
  const text = Deno.readTextFileSync(new URL(`assets/${name}`, DIST));
  if (seen.size > 0 && WEBGPU.test(text) && text.includes("requestAdapter")) return seen;
  seen.add(name);
  for (const [, next] of text.matchAll(/["'`]\.\/([\w-]+\.js)["'`]/g)) closure(next!, seen);
  return seen;
}
