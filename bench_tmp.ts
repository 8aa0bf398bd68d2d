import { launchBrowser } from "@/tests/browser/launch_browser.ts";
import { startSite } from "@/tests/browser/start_site.ts";
import { visit } from "@/tests/browser/visit.ts";
const webgpu = Deno.args.includes("webgpu");
const [b, site] = await Promise.all([launchBrowser({ webgpu }), startSite({})]);
try {
  const v = await visit(b, site.origin + "/train");
  const w = [...Deno.readDirSync("dist/assets")].find((f) => f.name.startsWith("training_worker"))!.name;
  const r = await v.page.evaluate(async (url) => {
    const worker = new Worker(url, { type: "module" });
    let id = 0;
    const ask = (m: any) => new Promise<any>((ok, no) => { const n = id++; worker.addEventListener("message", function f(e) { if (e.data.id !== n) return; worker.removeEventListener("message", f); e.data.type === "done" ? ok(e.data.result) : no(new Error(e.data.message)); }); worker.postMessage({ id: n, ...m }); });
    let s = 1; const words = Array.from({ length: 200_000 }, (_, i) => { s = (Math.imul(s, 1103515245) + 12345) >>> 0; return "w" + (i < 4096 ? i : (s >>> 8) % 4096); });
    const lines: string[] = []; for (let i = 0; i < words.length; i += 1000) lines.push(words.slice(i, i + 1000).join(" "));
    const settings = { corpus: lines.join("\n"), tokens: "words", vocabulary: 4096, context: 4, embedding: 64, hidden: 256, activation: "gelu", optimizer: "adam", learning_rate: 0.001, schedule: "constant", batch: 256, steps: 1000, dropout: 0, tie: false, seed: 7, held_out: 0 };
    const t0 = performance.now();
    const facts = await ask({ type: "start", settings });
    const t1 = performance.now();
    const p = await ask({ type: "advance", steps: 30, milliseconds: 60000, evaluate: false });
    const t2 = performance.now();
    return { hc: navigator.hardwareConcurrency, start: t1 - t0, perStep: (t2 - t1) / p.records.length, ex: 256 * p.records.length / (t2 - t1) * 1000, engine: facts.engine, V: facts.shape, loss: p.records.map((r: any) => r.loss).slice(0, 3), mem: p.memory };
  }, "/assets/" + w);
  console.log(JSON.stringify(r, null, 1), v.problems);
} finally { await b.close(); await site.stop(); }
