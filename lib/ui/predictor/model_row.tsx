import type { ComponentChildren } from "preact";

/** One model of the row. */
export interface ModelChoice {
  /** Short name: `GRU`, `SmolLM2 135M`. */
  readonly title: string;
  /** Its state in words: `in this tab`, `115 MB ↓`, `on this disk`; empty for nothing worth saying. */
  readonly state: string;
  /** What pressing it does, read aloud: `Use parcel-gru (2.72 MB)`. */
  readonly label: string;
  /** Parameters, memory, license: what is to be known before it is pressed. */
  readonly facts: string;
  readonly current: boolean;
  readonly disabled?: boolean;
  readonly onUse?: () => void;
}

/** Props of {@linkcode ModelRow}. */
export interface ModelRowProps {
  readonly choices: readonly ModelChoice[];
  /** Whether the list of all models is open. */
  readonly open: boolean;
  readonly onOpen?: (open: boolean) => void;
  /** Whether a second model answers beside the first. */
  readonly compared: boolean;
  readonly onCompare?: () => void;
  /** The list of all models, the progress of a load. */
  readonly children?: ComponentChildren;
}

function Choice({ choice }: { readonly choice: ModelChoice }) {
  const { title, state, label, facts, current, disabled = false, onUse } = choice;
  return (
    <button
      type="button"
      class={current ? "pill" : "pill needs-js"}
      aria-pressed={current}
      title={facts}
      disabled={disabled}
      onClick={() => !current && onUse?.()}
    >
      <span class="vh">{current ? "answers now: " : `${label}: `}</span>
      {title}
      {state !== "" && <span class="pill-state">· {state}</span>}
    </button>
  );
}

/** The models in one row, each with its state; on a phone it is pushed sideways. */
export function ModelRow({ choices, open, onOpen, compared, onCompare, children }: ModelRowProps) {
  return (
    <section class="panel area-model" aria-label="Model">
      <div class="pills model-row" role="group" aria-label="Models">
        {choices.map((choice) => <Choice key={choice.title} choice={choice} />)}
        <button
          type="button"
          class="pill needs-js"
          aria-expanded={open}
          onClick={() => onOpen?.(!open)}
        >
          another…
        </button>
        <button type="button" class="pill needs-js" aria-pressed={compared} onClick={() => onCompare?.()}>
          ⇄ two at once
        </button>
      </div>
      {children}
    </section>
  );
}
