import type { ComponentChildren } from "preact";
import type { StopReason } from "@/lib/lm/generation/generation.ts";
import { formatNats, formatPlural, formatProbability } from "@/lib/ui/format.ts";
import {
  describeStop,
  type GeneratedView,
  surprisalOf,
  surpriseLevel,
} from "@/lib/ui/predictor/generated_view.ts";
import { Panel } from "@/lib/ui/page/panel.tsx";
import { moveRovingFocus } from "@/lib/ui/form/roving_focus.ts";
import { TokenText } from "@/lib/ui/token/chip.tsx";
import { tokenName } from "@/lib/ui/token/pieces.ts";

/** Props of {@linkcode GenerationPanel}. */
export interface GenerationPanelProps {
  /** The text that the generation goes on from. */
  readonly prompt: string;
  readonly tokens: readonly GeneratedView[];
  /** Why the generation stands; null while it runs or before it began. */
  readonly stop: StopReason | null;
  /** What fired, such as the stop string. */
  readonly stopDetail?: string;
  readonly running: boolean;
  readonly selected: number | null;
  /** Position that the Tab key reaches; default the selected one, else the last. */
  readonly focused?: number;
  /** What the context policy dropped, in words. */
  readonly dropped?: string | null;
  readonly onSelect?: (index: number) => void;
  readonly onMove?: (index: number) => void;
  /** The inspector of the selected token. */
  readonly children?: ComponentChildren;
}

function tokenClass(token: GeneratedView, index: number, selected: boolean): string {
  const classes = ["chip", index % 2 ? "odd" : "even", `surprise-${surpriseLevel(token.probability)}`];
  if (selected) classes.push("selected");
  if (token.given) classes.push("given");
  if (token.dropped) classes.push("dropped");
  return classes.join(" ");
}

function tokenLabel(token: GeneratedView): string {
  const parts = [
    tokenName(token),
    `id ${token.id}`,
    formatProbability(token.probability),
    `rank ${token.rank}`,
  ];
  if (token.given) parts.push("chosen");
  if (token.dropped) parts.push("dropped from the context");
  return parts.join(", ");
}

function GeneratedToken(
  { token, index, panel }: {
    readonly token: GeneratedView;
    readonly index: number;
    readonly panel: GenerationPanelProps;
  },
) {
  const selected = panel.selected === index;
  const focused = (panel.focused ?? panel.selected ?? panel.tokens.length - 1) === index;
  const surprisal = formatNats(surprisalOf(token.probability));
  return (
    <li data-id={token.id} data-probability={token.probability}>
      <button
        type="button"
        class={tokenClass(token, index, selected)}
        data-index={index}
        data-tip={`${token.id} · ${formatProbability(token.probability)} · ${surprisal} · rank ${token.rank}`}
        aria-label={tokenLabel(token)}
        aria-pressed={selected}
        tabIndex={focused ? 0 : -1}
        onClick={() => panel.onSelect?.(index)}
      >
        <TokenText token={token} />
      </button>
    </li>
  );
}

/** The end of the prompt, so that the generation reads as a text. */
function promptTail(prompt: string): string {
  const tail = prompt.length > 240 ? `…${prompt.slice(-240)}` : prompt;
  return tail;
}

function StopLine({ panel }: { readonly panel: GenerationPanelProps }) {
  const { tokens, stop, stopDetail, running, dropped = null } = panel;
  const words = running ? "running" : stop ? describeStop(stop, stopDetail) : "";
  return (
    <p class="stop-line small" role="status">
      <span class="quiet">{formatPlural(tokens.length, "token")}</span>
      {words && <span class={stop && stop !== "visitor" ? "fired" : "quiet"}>{words}</span>}
      {dropped && <span class="quiet">{dropped}</span>}
    </p>
  );
}

/** The generated tokens after their prompt: each a button that opens it; surprise is underlined. */
export function GenerationPanel(props: GenerationPanelProps) {
  return (
    <Panel title="Generated" area="generated">
      <div class="generated">
        <span class="generated-prompt">{promptTail(props.prompt)}</span>
        <ol
          class="generated-tokens"
          aria-label="Generated tokens"
          data-stop={props.stop ?? undefined}
          onKeyDown={(event: KeyboardEvent) => moveRovingFocus(event, props.onMove)}
        >
          {props.tokens.map((token, index) => (
            <GeneratedToken key={index} token={token} index={index} panel={props} />
          ))}
        </ol>
        {props.tokens.length === 0 && (
          <span class="quiet">Step appends one token, Run goes on until a stop.</span>
        )}
      </div>
      <StopLine panel={props} />
      {props.children}
    </Panel>
  );
}
