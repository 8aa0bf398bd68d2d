import { foldUnread } from "@/lib/labs/kv_cache/fold_unread.ts";
import { BesideWeights } from "@/lib/ui/kv_cache/beside_weights.tsx";
import { CacheSummary } from "@/lib/ui/kv_cache/cache_summary.tsx";
import { ConcurrentTable } from "@/lib/ui/kv_cache/concurrent_table.tsx";
import { LayerTable } from "@/lib/ui/kv_cache/layer_table.tsx";
import { WorkTable } from "@/lib/ui/kv_cache/work_table.tsx";
import { Fold } from "@/lib/ui/page/fold.tsx";
import { Arithmetic } from "@/lib/ui/page/page_intro.tsx";
import { ResultRegion } from "@/lib/ui/page/result_region.tsx";
import { ShowMe } from "@/lib/ui/page/show_me.tsx";
import { LinePlot } from "@/lib/ui/plot/line_plot.tsx";
import type { CardPartProps } from "@/islands/kv_cache/card_part.tsx";
import { formatLength } from "@/lib/ui/kv_cache/format_length.ts";

/** What stands under the figure: longer lengths, what engines disagree on, and all figures in a fold. */
export function CacheResult(props: CardPartProps) {
  const { lab, view } = props;
  return (
    <ResultRegion label="Answer in figures" busy={!lab.isCurrent.value} source="kv-cache" class="lab-flow">
      <div class="halves">
        <section class="area-generated" aria-label="Longer">
          <h2>Longer</h2>
          <LinePlot
            reads
            title="Cache over length"
            x={{ label: "tokens of each sequence", log: true, format: formatLength }}
            y={{ label: "cache", unit: "GiB", log: true }}
            series={view.curves}
            now={lab.query.value.tokens || null}
            onChoose={(tokens) =>
              lab.set({ tokens })}
          />
        </section>
        <Bounds {...props} />
      </div>
      <Figures {...props} />
    </ResultRegion>
  );
}

function Bounds({ view, room }: CardPartProps) {
  const { question: { model }, report: { memory } } = view;
  const [least, most] = [room.cache, room.upperCache].map((gib) => gib.toFixed(2));
  return (
    <section aria-label="Two engines, two answers">
      <h2>{least === most ? "What makes it larger or smaller" : "Two engines, two answers"}</h2>
      <p>
        {memory.lowerBytes === memory.upperBytes
          ? "Engines agree here: every layer keeps the same tokens. "
          : `${least} or ${most} GiB, depending on whether an engine gives back what no window reads again. `}
      </p>
      <ul class="see-list small">
        <li>
          Query heads may share keys and values.{" "}
          <ShowMe href="/kv-cache?preset=llama-2-7b-hf&tokens=4096">Llama 2 7B: none do</ShowMe>{" "}
          <ShowMe href="/kv-cache?preset=llama-3.1-8b&tokens=4096">Llama 3.1 8B: four do</ShowMe>{" "}
          <ShowMe href="/kv-cache?preset=falcon-7b&tokens=2048">Falcon 7B: all do</ShowMe>
        </li>
        <li>
          A window needs its last tokens only.{" "}
          <ShowMe href="/kv-cache?preset=gpt-oss-20b&tokens=8192&batch=32">gpt-oss: 6.09 or 12 GiB</ShowMe>
        </li>
        <li>
          One short vector from which every head's key and value are made again.{" "}
          <ShowMe href="/kv-cache?preset=deepseek-v3.1&tokens=163840&batch=1">DeepSeek-V3.1</ShowMe>
        </li>
        <li>
          A state that does not grow, however long the text.{" "}
          <ShowMe href="/kv-cache?preset=qwen3.5-27b&tokens=262144&batch=1">Qwen3.5</ShowMe>{" "}
          <ShowMe href="/kv-cache?preset=mamba-2.8b-hf&tokens=131072&batch=1">Mamba</ShowMe>
        </li>
        <li>
          The same model, 16 times as long. <ShowMe href="/kv-cache?tokens=2048">2,048 tokens: 1 GiB</ShowMe>
          {" "}
          <ShowMe href="/kv-cache?tokens=32768">32,768: 16 GiB</ShowMe>
        </li>
      </ul>
      <ul class="notes small">{foldUnread(model.notes).map((note) => <li key={note}>{note}</li>)}</ul>
    </section>
  );
}

function Figures({ view }: CardPartProps) {
  const { question: { model, use, weightBytes }, report, lengths } = view;
  return (
    <Fold summary="The arithmetic, written out, and all figures">
      <div class="area-run">
        <Arithmetic lines={report.arithmetic} />
      </div>
      <div class="area-distribution">
        <CacheSummary memory={report.memory} use={use} attention={model.attention} />
        <LayerTable layers={report.memory.layers} />
      </div>
      <div class="area-cost">
        <BesideWeights lengths={lengths} weightBytes={weightBytes} batch={use.batch} />
        <ConcurrentTable concurrent={report.concurrent} tokens={use.tokens} known={weightBytes !== null} />
      </div>
      <WorkTable work={report.work} />
    </Fold>
  );
}
