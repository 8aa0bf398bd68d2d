import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { HEADS } from "@/lib/experiment/fields/predictor_query.ts";
import { formatPlural, formatProbability } from "@/lib/ui/format.ts";
import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import { ArcsOver } from "@/lib/ui/predictor/heads/arcs_over.tsx";
import { HeadsGrid } from "@/lib/ui/predictor/heads/heads_grid.tsx";
import type { InsidesViewProps } from "@/lib/ui/predictor/insides_view.tsx";

interface HeadsPartProps {
  readonly lab: PredictorLab;
  readonly insides: InsidesViewProps;
}

/** Tokens of the context's end beside the heads. */
const SHOWN = 16;
/** Pixels over those tokens. */
const HIGHEST = 16;
/** Tokens that the sentence on a head names. */
const NAMED = 3;

/** The heads of the model as switches, and what the one under the pointer reads. */
export function HeadsPart({ lab, insides }: HeadsPartProps) {
  const { state, edit } = lab;
  const read = useSignal<string | null>(null);
  const last = useSignal("1.1");
  const off = lab.views.settings.value.heads_off;
  const weights = read.value === null ? null : weightsOf(insides, read.value);
  useEffect(() => {
    state.headRead.value = weights && byPosition(lab, weights);
    return () => void (state.headRead.value = null);
  }, [weights]);
  const toggle = (name: string) => {
    const others = off.filter((each) => each !== name);
    edit.setField("heads_off", others.length < off.length ? others : [...off, name].sort());
  };
  return (
    <>
      <HeadsGrid
        layers={HEADS.layers}
        each={HEADS.each}
        off={off}
        focused={last.value}
        onToggle={toggle}
        onRead={(name) => {
          read.value = name;
          if (name !== null) last.value = name;
        }}
      />
      <HeadTokens insides={insides} weights={weights} />
      <p class="head-line small quiet" aria-live="polite">
        {read.value !== null && weights
          ? describeHead(insides, read.value, weights)
          : off.length === 0
          ? "Point at a head to see what it reads; press it to switch it off."
          : `${formatPlural(off.length, "head")} off.`} {off.length > 0 && (
          <button
            type="button"
            class="link"
            onClick={() => edit.setField("heads_off", [])}
          >
            all on
          </button>
        )}
      </p>
    </>
  );
}

/** The end of what was read, with the arcs of the head under the pointer: the text itself may be off the screen. */
function HeadTokens({ insides: { tokens, from }, weights }: {
  readonly insides: InsidesViewProps;
  readonly weights: ArrayLike<number> | null;
}) {
  return (
    <div class="head-read" aria-hidden="true">
      <div class="head-tokens">
        {tokens.slice(-SHOWN).map((token, i) => {
          const position = from + Math.max(0, tokens.length - SHOWN) + i;
          return <span key={position} data-position={position}>{token.slice(1, -1) || "⊢"}</span>;
        })}
      </div>
      <ArcsOver weights={weights} tokens=".head-tokens" highest={HIGHEST} />
    </div>
  );
}

function weightsOf({ attention }: InsidesViewProps, name: string): ArrayLike<number> | null {
  const [layer = 0, head = 0] = name.split(".").map(Number);
  return attention[layer - 1]?.[head - 1] ?? null;
}

/** Weights by position in the context, moved to positions in prompt and generation: the policy may have dropped some. */
function byPosition({ state }: PredictorLab, weights: ArrayLike<number>): ArrayLike<number> {
  const end = state.prediction.peek()?.end;
  if (!end || end.dropped.length === 0) return weights;
  const kept = end.tokens.map((_, position) => position)
    .filter((position) => !end.dropped.some(([from, to]) => position >= from && position < to));
  const moved = new Float32Array(end.tokens.length);
  kept.forEach((position, i) => moved[position] = weights[i] ?? 0);
  return moved;
}

/** `Layer 3, head 2 reads “ left” 61 %, “ The” 20 %`. */
function describeHead({ tokens, from }: InsidesViewProps, name: string, weights: ArrayLike<number>): string {
  const [layer, head] = name.split(".");
  const most = Array.from(weights, (weight, position) => ({ weight, position }))
    .sort((a, b) => b.weight - a.weight).slice(0, NAMED).filter(({ weight }) => weight >= 0.01);
  const words = most.map(({ weight, position }) =>
    `${tokens[position - from] ?? `token ${position + 1}`} ${formatProbability(weight)}`
  );
  return `Layer ${layer}, head ${head} reads ${words.join(", ")}`;
}
