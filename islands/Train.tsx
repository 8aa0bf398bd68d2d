import { useSignal } from "@preact/signals";
import { createTrainingClient } from "@/lib/training/training_client.ts";
import { DEFAULT_SETTINGS } from "@/lib/training/training_settings.ts";
export default function Train(props: { start: number }) {
  const text = useSignal("");
  const go = async () => {
    const worker = new Worker(new URL("../lib/training/training_worker.ts", import.meta.url), { type: "module" });
    const client = createTrainingClient(worker);
    (globalThis as any).client = client;
    const facts = await client.request("start", { settings: DEFAULT_SETTINGS });
    const p = await client.request("advance", { steps: 120, milliseconds: 5000, evaluate: true });
    text.value = JSON.stringify([facts.engine, p.records[0], p.records.at(-1), p.trainLoss]);
  };
  return <div><button type="button" onClick={go}>count</button><pre>{text}</pre></div>;
}
