import type { ComponentChildren } from "preact";
import { formatBytes, formatCount, formatDuration, formatPlural, formatRate } from "@/lib/ui/format.ts";
import { Fold } from "@/lib/ui/page/fold.tsx";
import { Term } from "@/lib/ui/page/term.tsx";

interface CostPanelProps {
  /** Where it was computed: `wasm, 2 threads`. */
  readonly backend: string;
  /** The last prefill; null before the first. */
  readonly prefill:
    | { readonly tokens: number; readonly reused: number; readonly milliseconds: number }
    | null;
  /** The tokens decoded since; null before the first. */
  readonly decode: { readonly tokens: number; readonly milliseconds: number } | null;
  /** Time to the first generated token, in milliseconds. */
  readonly firstToken: number | null;
  /** The KV cache; null for a model without one. `bytes` is measured from the tensors. */
  readonly cache: {
    readonly tokens: number;
    readonly bytes: number;
    /** By formula. */
    readonly bytesPerToken: number;
    /** `2 · 30 layers · 3 heads · 64 · 4 bytes`. */
    readonly formula: string;
  } | null;
  /** The cache drawing and the comparison. */
  readonly children?: ComponentChildren;
}

function Prefill({ prefill }: Pick<CostPanelProps, "prefill">) {
  return (
    <div>
      <dt>
        <Term name="prefill" />
      </dt>
      <dd>
        {prefill
          ? (
            <>
              <b class="num">{formatDuration(prefill.milliseconds)}</b>{" "}
              <span class="quiet">
                {formatPlural(prefill.tokens, "token")}, {formatCount(prefill.reused)} reused
              </span>
            </>
          )
          : "–"}
      </dd>
    </div>
  );
}

function Decode({ decode }: Pick<CostPanelProps, "decode">) {
  return (
    <div>
      <dt>
        <Term name="decode" />
      </dt>
      <dd>
        {decode
          ? (
            <>
              <b class="num">{formatRate(decode.tokens / decode.milliseconds * 1000)}</b>{" "}
              <span class="quiet">{formatPlural(decode.tokens, "token")}</span>
            </>
          )
          : "–"}
      </dd>
    </div>
  );
}

function Cache({ cache, prefill }: Pick<CostPanelProps, "cache" | "prefill">) {
  if (!cache) {
    return (
      <div>
        <dt>
          <Term name="KV cache" />
        </dt>
        <dd class="quiet">
          {prefill
            ? "none: this model has no keys and values"
            : "not measured yet: the first answer fills it"}
        </dd>
      </div>
    );
  }
  const expected = cache.bytesPerToken * cache.tokens;
  return (
    <div class="wide">
      <dt>
        <Term name="KV cache" />
      </dt>
      <dd title={`measured ${cache.bytes} bytes, formula ${expected} bytes`}>
        <b class="num">{formatBytes(cache.bytes)}</b>{" "}
        <span class="quiet">measured, {formatPlural(cache.tokens, "token")};</span>{" "}
        <span class="mono small">{cache.formula} · {formatCount(cache.tokens)}</span>{" "}
        <span class="quiet">= {formatBytes(expected)}</span>
      </dd>
    </div>
  );
}

/** The costs in a few words: `12 ms, cache 86 kB`. */
function summaryOf({ prefill, cache }: CostPanelProps): string {
  if (prefill === null) return "time and memory";
  const time = formatDuration(prefill.milliseconds);
  return cache === null ? time : `${time}, cache ${formatBytes(cache.bytes)}`;
}

/** What a prediction costs: prefill and decode apart, time to first token, and the cache measured beside its formula. */
export function CostPanel(props: CostPanelProps) {
  return (
    <section class="area-cost" aria-label="Cost">
      <Fold summary={`What it cost: ${summaryOf(props)}`}>
        <p class="small quiet">{props.backend}</p>
        <dl class="costs">
          <Prefill prefill={props.prefill} />
          <Decode decode={props.decode} />
          <div>
            <dt>
              <Term name="time to first token" />
            </dt>
            <dd>{props.firstToken === null ? "–" : <b class="num">{formatDuration(props.firstToken)}</b>}</dd>
          </div>
          <Cache cache={props.cache} prefill={props.prefill} />
        </dl>
        {props.children}
      </Fold>
    </section>
  );
}
