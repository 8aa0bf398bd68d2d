import type { KvCacheView } from "@/lib/labs/kv_cache/kv_cache_view.ts";
import { foldUnread } from "@/lib/labs/kv_cache/fold_unread.ts";
import { LinePlot } from "@/lib/ui/plot/line_plot.tsx";
import { Arithmetic } from "@/lib/ui/page/page_intro.tsx";
import { Panel } from "@/lib/ui/page/panel.tsx";
import { ResultRegion } from "@/lib/ui/page/result_region.tsx";
import { BesideWeights } from "@/lib/ui/kv_cache/beside_weights.tsx";
import { CacheSummary } from "@/lib/ui/kv_cache/cache_summary.tsx";
import { ConcurrentTable } from "@/lib/ui/kv_cache/concurrent_table.tsx";
import { LayerTable } from "@/lib/ui/kv_cache/layer_table.tsx";
import { WorkTable } from "@/lib/ui/kv_cache/work_table.tsx";

/** The answer: how much memory, from what, for how long, and who fits. */
export function CacheResult({ view, busy }: { readonly view: KvCacheView; readonly busy: boolean }) {
  const { question, report, curves, lengths } = view;
  const { model, use, weightBytes } = question;
  return (
    <ResultRegion label="Answer" busy={busy} source="kv-cache" class="stack">
      <Panel title="Cache memory" area="distribution" quietTitle>
        <CacheSummary memory={report.memory} use={use} attention={model.attention} />
        <LayerTable layers={report.memory.layers} />
        <ul class="notes small">{foldUnread(model.notes).map((note) => <li key={note}>{note}</li>)}</ul>
      </Panel>
      <Panel title="The arithmetic" area="run">
        <Arithmetic lines={report.arithmetic} />
      </Panel>
      <Panel title="Longer and wider" area="generated">
        <LinePlot
          reads
          title="Cache over length"
          x={{ label: "tokens of each sequence", log: true, format: formatLength }}
          y={{ label: "cache", unit: "GiB", log: true }}
          series={curves}
        />
      </Panel>
      <Panel title="Beside the weights" area="cost">
        <BesideWeights lengths={lengths} weightBytes={weightBytes} batch={use.batch} />
        <ConcurrentTable concurrent={report.concurrent} tokens={use.tokens} known={weightBytes !== null} />
      </Panel>
      <Panel title="What the cache saves" area="more">
        <WorkTable work={report.work} />
      </Panel>
    </ResultRegion>
  );
}

/** Ticks of the plot stand at powers of ten: `1,000`, `100K`. */
function formatLength(tokens: number): string {
  return tokens >= 10_000 ? `${tokens / 1000}K` : tokens.toLocaleString("en-US");
}
