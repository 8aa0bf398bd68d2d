/**
 * Examples a second of training: tfjs on WASM and on its plain CPU backend in Chromium, beside PyTorch on the CPU of
 * the same machine. 200,000 tokens, vocabulary 4,096, context 4, E 64, H 256, batches of 256, Adam.
 *
 * Run with: deno task build && TORCH_PYTHON=/path/to/python deno run -A bench/training_bench.ts
 *
 * @module
 */
// deno-lint-ignore-file no-console
import { pcgText } from "@/bench/pcg_text.ts";
import { launchBrowser } from "@/tests/browser/launch_browser.ts";
import { startSite } from "@/tests/browser/start_site.ts";
import { runInWorker } from "@/tests/browser/training_worker_client.ts";
import { visit } from "@/tests/browser/visit.ts";
import { DEFAULT_SETTINGS, type TrainingSettings } from "@/lib/training/training_settings.ts";

const SETTINGS: TrainingSettings = {
  ...DEFAULT_SETTINGS,
  corpus: pcgText({ tokens: 200_000, vocabulary: 4096, line: 1000, seed: 7 }),
  vocabulary: 4096,
  context: 4,
  embedding: 64,
  hidden: 256,
  learning_rate: 0.001,
  batch: 256,
  steps: 1000,
};

/** The same network, batch and optimizer; the data does not matter to the time. */
const PYTORCH = `
import time, torch
from torch import nn
torch.manual_seed(7)
net = nn.Sequential(nn.Embedding(4096, 64), nn.Flatten(), nn.Linear(256, 256), nn.GELU(), nn.Linear(256, 4096))
optimizer = torch.optim.Adam(net.parameters(), lr=0.001)
contexts, targets = torch.randint(0, 4096, (200000, 4)), torch.randint(0, 4096, (200000,))
def step():
    rows = torch.randint(0, 200000, (256,))
    loss = nn.functional.cross_entropy(net(contexts[rows]), targets[rows])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
for _ in range(5): step()
start = time.perf_counter()
for _ in range(40): step()
print(256 * 40 / (time.perf_counter() - start), torch.get_num_threads(), torch.__version__)
`;

async function pytorchRate(): Promise<{ readonly rate: number; readonly name: string } | null> {
  const python = Deno.env.get("TORCH_PYTHON") ?? "python3";
  const { success, stdout } = await new Deno.Command(python, { args: ["-c", PYTORCH], stderr: "null" })
    .output();
  if (!success) return null;
  const [rate = "", threads = "", version = ""] = new TextDecoder().decode(stdout).trim().split(" ");
  return { rate: Number(rate), name: `PyTorch ${version}, ${threads} threads` };
}

const [browser, site] = await Promise.all([launchBrowser(), startSite()]);
try {
  const { page } = await visit(browser, `${site.origin}/privacy`);
  const rateOf = async (backend: "wasm" | "cpu", steps: number) => {
    const run = await runInWorker(page, { settings: SETTINGS, backend, warmUp: 2, steps });
    return { rate: 256 * steps / run.milliseconds * 1000, threads: run.threads };
  };
  const torch = await pytorchRate();
  const wasm = await rateOf("wasm", 40);
  const cpu = await rateOf("cpu", 3);
  const show = (name: string, rate: number) =>
    console.log(`${name.padEnd(34)} ${rate.toFixed(0).padStart(7)} examples/s`);
  if (torch) show(torch.name, torch.rate);
  else console.log("PyTorch: none found; set TORCH_PYTHON to a Python that has it");
  show(`tfjs WASM, threads: ${wasm.threads}`, wasm.rate);
  show("tfjs CPU", cpu.rate);
  console.log(`WASM is ${(wasm.rate / cpu.rate).toFixed(1)} times tfjs's CPU backend`);
  if (torch) console.log(`WASM is ${(wasm.rate / torch.rate).toFixed(2)} of PyTorch`);
} finally {
  await browser.close();
  await site.stop();
}
