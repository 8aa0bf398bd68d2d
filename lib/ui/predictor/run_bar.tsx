import { TokenChip } from "@/lib/ui/token/chip.tsx";
import type { TokenView } from "@/lib/ui/token/pieces.ts";

/** What the generation loop is doing. */
export type GenerationPhase = "idle" | "predict" | "pick" | "append";

/** Props of {@linkcode RunBar}. */
export interface RunBarProps {
  readonly running: boolean;
  readonly phase: GenerationPhase;
  readonly canStep: boolean;
  readonly canUndo: boolean;
  /** Values of the field `path` that each button submits where no script handles it. */
  readonly paths?: { readonly step?: string; readonly run?: string; readonly undo?: string };
  /** The token that a step would append, where it is known. */
  readonly next?: TokenView | null;
  /** What the generation stops at, in words. */
  readonly stopsAt: string;
  readonly onStep?: () => void;
  readonly onRun?: () => void;
  readonly onStop?: () => void;
  readonly onUndo?: () => void;
}

interface ActionProps {
  readonly label: string;
  readonly path?: string | undefined;
  readonly enabled: boolean;
  readonly class?: string;
  readonly onAct?: (() => void) | undefined;
}

/** A button that acts, or submits the form with another path where there is no handler. */
function Action({ label, path, enabled, onAct, ...rest }: ActionProps) {
  const submits = path !== undefined
    ? { type: "submit" as const, name: "path", value: path }
    : { type: "button" as const };
  const act = (event: Event) => {
    if (!onAct) return;
    event.preventDefault();
    if (enabled) onAct();
  };
  // A button that is disabled while it works would lose the focus that keys have on it.
  return <button {...submits} {...rest} aria-disabled={!enabled} onClick={act}>{label}</button>;
}

const PHASES: readonly GenerationPhase[] = ["predict", "pick", "append"];

/** The loop's three phases, the current one marked. */
function Phases({ phase }: { readonly phase: GenerationPhase }) {
  return (
    <ol class="phases" aria-label="Phases of a step">
      {PHASES.map((name) => <li key={name} aria-current={phase === name ? "step" : undefined}>{name}</li>)}
    </ol>
  );
}

/** Step, Run, Stop and Undo, with the phases of a step and what the generation stops at. */
export function RunBar(props: RunBarProps) {
  const { running, canStep, canUndo, paths = {}, next = null } = props;
  return (
    <section class="panel area-run run-bar" aria-label="Generate">
      <div class="toolbar">
        <Action
          label="Step"
          class="primary"
          path={paths.step}
          enabled={canStep && (!running || props.phase !== "idle")}
          onAct={props.onStep}
        />
        <Action
          label="Run"
          class={paths.run === undefined ? "needs-js" : ""}
          path={paths.run}
          enabled={canStep && !running}
          onAct={props.onRun}
        />
        <Action label="Stop" class="needs-js" enabled={running} onAct={props.onStop} />
        <Action label="Undo" path={paths.undo} enabled={canUndo && !running} onAct={props.onUndo} />
        <Phases phase={props.phase} />
        {next && (
          <span class="next quiet">
            next <TokenChip token={next} />
          </span>
        )}
      </div>
      <p class="quiet small">stops at: {props.stopsAt}</p>
    </section>
  );
}
