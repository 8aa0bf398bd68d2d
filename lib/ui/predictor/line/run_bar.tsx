import type { ComponentChildren } from "preact";

/** What the generation loop is doing. */
type GenerationPhase = "idle" | "predict" | "pick" | "append";

interface RunBarProps {
  readonly running: boolean;
  readonly phase: GenerationPhase;
  readonly canStep: boolean;
  readonly canUndo: boolean;
  /** Values of the field `path` that each button submits where no script handles it. */
  readonly paths?: { readonly step?: string; readonly undo?: string };
  readonly onStep?: () => void;
  readonly onRun?: () => void;
  readonly onStop?: () => void;
  readonly onUndo?: () => void;
  /** How a token is picked, and what stands beside the buttons. */
  readonly children?: ComponentChildren;
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

/** Step, Run or Stop, and Undo; on a phone they stay at the screen's lower edge. */
export function RunBar(props: RunBarProps) {
  const { running, phase, canStep, canUndo, paths = {} } = props;
  const runs = running && phase === "idle";
  return (
    <div class="run-bar area-run" role="group" aria-label="Generate">
      <Action
        label="Step"
        class="primary"
        path={paths.step}
        enabled={canStep && !runs}
        onAct={props.onStep}
      />
      <Action
        label={running ? "Stop" : "Run"}
        class="needs-js"
        enabled={running || canStep}
        onAct={running ? props.onStop : props.onRun}
      />
      <Action label="Undo" path={paths.undo} enabled={canUndo && !running} onAct={props.onUndo} />
      {props.children}
    </div>
  );
}
