import { useSignal } from "@preact/signals";
import type { KvCacheQuery } from "@/lib/experiment/fields/kv_cache_query.ts";
import { queryAddress } from "@/lib/experiment/query_address.ts";
import type { CacheRoom } from "@/lib/labs/kv_cache/cache_room.ts";
import type { KvCacheView } from "@/lib/labs/kv_cache/kv_cache_view.ts";
import { lengthAt } from "@/lib/labs/kv_cache/length_at.ts";
import type { QueryLab } from "@/lib/labs/query/query_lab.ts";
import { formatCount, formatFigure } from "@/lib/ui/format.ts";
import { CARD_STEPS, CardBar } from "@/lib/ui/kv_cache/card_bar.tsx";
import { ShowMe } from "@/lib/ui/page/show_me.tsx";

/** Props of the parts around the card. */
export interface CardPartProps {
  readonly lab: QueryLab<KvCacheQuery>;
  readonly view: KvCacheView;
  readonly room: CacheRoom;
}

/** The figure: weights and cache on a card, whose cache is dragged until it no longer fits. */
export function CardPart({ lab, view, room }: CardPartProps) {
  const pinned = useSignal<{ readonly tokens: number; readonly gib: number } | null>(null);
  const { tokens, batch } = lab.query.value;
  // Room to drag past the card's end; a cache far beyond it still ends on the page.
  const scale = Math.max(
    room.card * 1.25,
    room.weights * 1.1,
    Math.min(room.weights + room.cache, room.card * 4),
  );
  const valueText = `${formatCount(tokens)} tokens each, cache ${formatFigure(room.cache, 2)} GiB, ${
    room.free < 0 ? `${formatFigure(-room.free, 2)} GiB too many` : `${formatFigure(room.free, 2)} GiB free`
  }`;
  return (
    <>
      <p class="card-label" aria-hidden="true">
        {formatCount(batch)} {batch === 1 ? "sequence" : "sequences"} × {formatCount(tokens)} tokens
      </p>
      <CardBar
        {...room}
        scale={scale}
        pinned={pinned.value && room.weights + pinned.value.gib}
        label="Tokens of each sequence, dragged"
        valueText={valueText}
        onEnd={(gib) => lab.set({ tokens: lengthAt(view.question, gib, scale / CARD_STEPS) })}
      />
      <p class="acts needs-js">
        <button
          type="button"
          class="link"
          aria-pressed={pinned.value !== null}
          onClick={() => pinned.value = pinned.value ? null : { tokens, gib: room.cache }}
        >
          {pinned.value ? "Let go of the pinned length" : "Pin this length and drag on"}
        </button>
        {pinned.value && <span role="status">{comparedText(pinned.value, tokens, room.cache)}</span>}
      </p>
    </>
  );
}

/** `× 16 tokens, × 16 memory`. */
function comparedText(
  pinned: { readonly tokens: number; readonly gib: number },
  tokens: number,
  gib: number,
): string {
  if (pinned.tokens === 0 || pinned.gib === 0) return "dotted: the pinned length";
  const times = (value: number) => `× ${formatFigure(value, value < 10 && !Number.isInteger(value) ? 2 : 0)}`;
  return `${times(tokens / pinned.tokens)} tokens, ${times(gib / pinned.gib)} memory (dotted: ${
    formatCount(pinned.tokens)
  } tokens)`;
}

interface Choice {
  readonly text: string;
  readonly patch: Partial<KvCacheQuery>;
  readonly isOn: boolean;
}

/** Choices as one press each, which are links, so that they work without a script. */
function Choices(
  { title, lab, choices }:
    & { readonly title: string; readonly choices: readonly Choice[] }
    & Pick<CardPartProps, "lab">,
) {
  return (
    <div class="choice-row" role="group" aria-label={title}>
      <span class="small quiet">{title}</span>
      <span class="pills">
        {choices.map(({ text, patch, isOn }) => {
          const address = queryAddress(lab.base, lab.fields, { ...lab.query.value, ...patch }) ?? lab.base;
          return <ShowMe key={text} pill current={isOn} href={address}>{text}</ShowMe>;
        })}
      </span>
    </div>
  );
}

/** Memory of the card, and how cache and weights are stored. */
export function CardChoices({ lab, room }: CardPartProps) {
  const query = lab.query.value;
  const bits = (name: "dtype" | "weight_dtype") =>
    ([["16 bits", "bf16"], ["8", "int8"], ["4", "int4"]] as const).map(([text, dtype]): Choice => ({
      text,
      patch: name === "dtype"
        ? { dtype, key_dtype: "same", value_dtype: "same", bytes_per_element: null }
        : { weight_dtype: dtype },
      isOn: query[name] === dtype && (name !== "dtype" || query.bytes_per_element === null),
    }));
  return (
    <div class="choice-rows">
      <Choices
        lab={lab}
        title="Memory"
        choices={[8, 16, 24, 80].map((gib) => ({
          text: `${gib} GiB`,
          patch: { memory_gib: gib },
          isOn: room.card === gib,
        }))}
      />
      <Choices lab={lab} title="Cache stored in" choices={bits("dtype")} />
      {room.knowsWeights && query.weights_gib === null && (
        <Choices lab={lab} title="Weights stored in" choices={bits("weight_dtype")} />
      )}
    </div>
  );
}
