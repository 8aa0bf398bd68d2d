import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { experimentAddress } from "@/lib/experiment/address.ts";
import { formatTokenIds } from "@/lib/experiment/fields/text_fields.ts";
import { shownNumber } from "@/lib/labs/experiment/drafts.ts";
import type { PredictorPorts } from "@/lib/labs/predictor/ports.ts";
import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import { describeStops } from "@/lib/labs/predictor/views/describe_stops.ts";
import { isComposing } from "@/lib/ui/form/is_composing.ts";
import { Panel } from "@/lib/ui/page/panel.tsx";
import { GhostBranch } from "@/lib/ui/predictor/line/ghost_branch.tsx";
import { LineFoot } from "@/lib/ui/predictor/line/line_foot.tsx";
import { PickChoice } from "@/lib/ui/predictor/line/pick_choice.tsx";
import { RunBar } from "@/lib/ui/predictor/line/run_bar.tsx";
import { TextLine } from "@/lib/ui/predictor/line/text_line.tsx";
import { tokensText } from "@/lib/ui/token/text.ts";
import { lazyPart } from "./lazy_part.tsx";
import { useHeldHeight } from "./loop/use_held_height.ts";
import { formatCount } from "@/lib/ui/format.ts";

/** The inspector comes with the first token that is opened. */
const TextNotes = lazyPart(() => import("./text_notes.tsx"));
const CacheStrip = lazyPart(() => import("./loop/cache_strip.tsx"));
const AttentionArcs = lazyPart(() => import("./inside/attention_arcs.tsx"));
const Inspector = lazyPart(() => import("./inspector_part.tsx"));

interface PartProps {
  readonly lab: PredictorLab;
  /** Path of the page. */
  readonly base: string;
  /** The token that a step would append, as the server knew it. */
  readonly next: number | null;
  readonly provider: PredictorPorts["provider"];
}

/** The line of tokens with what acts on it, and the token that is open. */
export function TextPart(props: PartProps) {
  const { lab } = props;
  const opened = lab.state.inspection.value;
  return (
    <>
      <Panel title="Text" area="text" quietTitle>
        <div class="boxed line-panel">
          <Line lab={lab} />
          {lab.state.headRead.value && <AttentionArcs lab={lab} />}
          {lab.state.prediction.value && <TextNotes lab={lab} provider={props.provider} />}
          <Branches {...props} />
          <Acts {...props} />
        </div>
      </Panel>
      {opened && <Inspector {...props} opened={opened} />}
    </>
  );
}

/** Tokens that one press adds after the limit. */
const MORE = 32;

/** The tokens of the line, with what the model had said of each where that is known. */
function lineTokens({ state, views }: PredictorLab) {
  const scores = state.promptScores.value;
  const known = scores !== null && scores.prompt === state.prediction.value?.prompt ? scores.tokens : [];
  const prompt = views.tokens.value.map((token, position) => ({
    ...token,
    ...known[position],
    added: token.origin !== "text",
  }));
  const generated = views.generated.value.map((token) => ({
    ...token,
    probability: Math.exp(token.logProbability),
  }));
  return { prompt, generated };
}

function Line({ lab }: Pick<PartProps, "lab">) {
  const { state, views, edit, tokens, generation } = lab;
  const focused = useSignal<number | null>(null);
  const read = useSignal<number | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const { prompt, generated } = lineTokens(lab);
  const opened = state.inspection.value?.position ?? null;
  const count = prompt.length + generated.length;
  useHeldHeight(box, state.generating.value && state.phase.value === "idle");
  // Wherever the visitor has scrolled to, a token that comes is in sight: 0 is the end of a reversed box.
  useEffect(() => void box.current?.scrollTo({ top: 0 }), [generated.length]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || isComposing(event)) return;
    event.preventDefault();
    if (!event.ctrlKey && !event.metaKey) edit.commitText();
  };
  const all = [...prompt, ...generated];
  const dropped = all.filter((token) => token.dropped).length;
  const shown = all[read.value ?? -1] ?? null;
  return (
    <>
      <TextLine
        text={state.query.value.text}
        tokens={prompt}
        generated={generated}
        stop={views.stop.value}
        selected={opened}
        focused={Math.min(focused.value ?? opened ?? Infinity, count - 1)}
        boxRef={box}
        onInput={edit.setText}
        onKeyDown={onKeyDown}
        onFocus={(position) => focused.value = position}
        onRead={(position) => read.value = position}
        onOpen={(position) => {
          focused.value = position;
          generation.stop();
          tokens.inspect(opened === position ? null : position);
        }}
      />
      <LineFoot
        read={shown}
        stop={views.stop.value}
        running={state.generating.value}
        generated={generated.length}
        dropped={dropped}
        more={MORE}
        onMore={() => {
          edit.setField("max_tokens", state.query.peek().path.length + MORE);
          generation.run();
        }}
      >
        {generated.length > 0 && <CacheStrip lab={lab} />}
      </LineFoot>
      <p class="vh" aria-live="polite">{state.generating.value ? "" : tokensText(generated)}</p>
    </>
  );
}

/** The ways that were left, the latest first. */
function Branches({ lab, base }: PartProps) {
  const { state, views, tokens } = lab;
  const query = { ...views.settings.value, text: state.query.peek().text };
  return (
    <>
      {views.branches.value.slice(0, 3).map(({ path, ...branch }) => (
        <GhostBranch
          key={formatTokenIds(path)}
          branch={branch}
          href={experimentAddress(base, { ...query, path, branches: [] }).address}
          onBack={() => tokens.goBack(path)}
        />
      ))}
    </>
  );
}

function Acts({ lab, next }: PartProps) {
  const { state, views, generation, tokens, edit } = lab;
  const query = views.settings.value;
  const { path, pick, seed } = query;
  const drafts = state.drafts.value;
  const [taken, limit] = [views.tokens.value.length + views.generated.value.length, views.contextLimit.value];
  return (
    <div class="toolbar">
      <button type="submit" class="primary no-script">Predict</button>
      <RunBar
        running={state.generating.value}
        phase={state.phase.value}
        canStep={views.canStep.value}
        canUndo={views.canUndo.value}
        paths={{
          ...(next !== null && { step: formatTokenIds([...path, next]) }),
          undo: formatTokenIds(path.slice(0, -1)),
        }}
        onStep={generation.step}
        onRun={generation.run}
        onStop={generation.stop}
        onUndo={tokens.undo}
      />
      <PickChoice
        pick={pick}
        seed={shownNumber(drafts, "seed", seed)}
        seedError={drafts["seed"]?.error ?? null}
        onPick={(value) => edit.setField("pick", value)}
        onSeed={(value) => edit.setField("seed", value)}
        onDice={edit.rollSeed}
      />
      <span class="quiet small stops-at">stops at {describeStops(query)}</span>
      <span class={taken > limit ? "count over num" : "count quiet num"}>
        {Number.isFinite(limit)
          ? `${formatCount(taken)} of ${formatCount(limit)} tokens`
          : `${formatCount(taken)} tokens`}
      </span>
    </div>
  );
}
