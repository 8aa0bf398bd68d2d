import { normalizeText } from "@/lib/experiment/fields/text_fields.ts";
import { queryAddress } from "@/lib/experiment/query_address.ts";
import { shownNumber } from "@/lib/labs/experiment/drafts.ts";
import { PRESETS } from "@/lib/labs/train/presets.ts";
import { LIMITS, TRAIN_FIELDS } from "@/lib/labs/train/train_fields.ts";
import { SETTING_LABELS } from "@/lib/labs/train/setting_labels.ts";
import type { TrainLab } from "@/lib/labs/train/train_lab.ts";
import { SHIPPED_CORPORA, shippedCorpus } from "@/lib/training/data/corpora.ts";
import {
  ACTIVATIONS,
  OPTIMIZERS,
  SCHEDULES,
  TOKEN_KINDS,
  type TrainingSettings,
} from "@/lib/training/training_settings.ts";
import { CheckField } from "@/lib/ui/form/check_field.tsx";
import { formatBytes } from "@/lib/ui/format.ts";
import { FormRow } from "@/lib/ui/form/field.tsx";
import { Fold } from "@/lib/ui/page/fold.tsx";
import { SelectField } from "@/lib/ui/form/select_field.tsx";
import { NumberField, TextAreaField } from "@/lib/ui/form/text_fields.tsx";

const FORM = "train-form";

const NAMES = {
  gelu: "GELU (exact)",
  tanh: "tanh",
  relu: "ReLU",
  sgd: "SGD",
  momentum: "SGD, momentum 0.9",
  adam: "Adam",
  adamw: "AdamW",
  constant: "constant",
  linear: "linear to 0",
  cosine: "cosine to 0",
  words: "words",
  bpe: "byte pairs (BPE)",
} as const;

type NumberName = keyof typeof LIMITS;
type ChoiceName = "tokens" | "activation" | "optimizer" | "schedule";

interface PartProps {
  readonly lab: TrainLab;
}

/** What is wrong with a setting, as a sentence in the words of its label. */
function errorOf(lab: TrainLab, name: NumberName | ChoiceName): string | null {
  const error = lab.experiment.drafts.value[name]?.error;
  return error ? `${SETTING_LABELS[name]} ${error}.` : null;
}

function NumberSetting(
  { lab, name, hint, step = 1, unit }: PartProps & {
    readonly name: NumberName;
    readonly hint?: string;
    readonly step?: number | "any";
    readonly unit?: string;
  },
) {
  const drafts = lab.experiment.drafts.value;
  const [min, max] = LIMITS[name];
  return (
    <NumberField
      label={SETTING_LABELS[name]}
      name={name}
      value={shownNumber(drafts, name, lab.state.settings.value[name])}
      min={min}
      max={max}
      step={step}
      hint={hint}
      {...(unit && { unit })}
      error={errorOf(lab, name)}
      onInput={(next) => lab.change({ [name]: next })}
    />
  );
}

function ChoiceSetting<T extends ChoiceName>(
  { lab, name, choices }: PartProps & {
    readonly name: T;
    readonly choices: readonly TrainingSettings[T][];
  },
) {
  return (
    <SelectField
      label={SETTING_LABELS[name]}
      name={name}
      error={errorOf(lab, name)}
      value={lab.state.settings.value[name]}
      options={choices.map((value) => ({ value, label: NAMES[value] }))}
      onChange={(value) => lab.change({ [name]: value } as Partial<TrainingSettings>)}
    />
  );
}

/** Experiments that are one click away; without a script they are links. */
function Presets({ lab, base }: PartProps & { readonly base: string }) {
  return (
    <ul class="presets">
      {PRESETS.map(({ title, note, settings }) => (
        <li key={title}>
          <a
            href={queryAddress(base, TRAIN_FIELDS, settings) ?? base}
            onClick={(event) => {
              if (event.ctrlKey || event.metaKey || event.shiftKey) return;
              event.preventDefault();
              lab.change(settings);
            }}
          >
            {title}
          </a>{" "}
          <span class="quiet small">{note}</span>
        </li>
      ))}
    </ul>
  );
}

function corpusHint(corpus: string): string {
  const shipped = shippedCorpus(corpus);
  if (shipped) return `The shipped corpus ${shipped.title}, ${formatBytes(shipped.bytes)}.`;
  const ids = SHIPPED_CORPORA.map(({ id }) => id).join(" or ");
  return `One sentence a line, or the name of a shipped corpus: ${ids}.`;
}

/** What is trained, and how. */
export function SettingsPart({ lab, base }: PartProps & { readonly base: string }) {
  const settings = lab.state.settings.value;
  const submit = (event: Event) => {
    event.preventDefault();
    lab.training.train();
  };
  return (
    <section class="area-settings" aria-label="Settings">
      <Fold summary={summaryOf(settings)} open={!lab.experiment.isCurrent.value}>
        <form id={FORM} method="get" action={base} onSubmit={submit} noValidate>
          <input type="hidden" name="run" value="1" />
          <TextAreaField
            label={SETTING_LABELS.corpus}
            name="corpus"
            rows={6}
            value={settings.corpus}
            hint={corpusHint(settings.corpus)}
            onInput={(corpus) => lab.change({ corpus: normalizeText(corpus) })}
          />
          <Presets lab={lab} base={base} />
          <FormRow>
            <NumberSetting lab={lab} name="context" />
            <NumberSetting lab={lab} name="embedding" />
            <NumberSetting lab={lab} name="hidden" />
            <ChoiceSetting lab={lab} name="activation" choices={ACTIVATIONS} />
            <ChoiceSetting lab={lab} name="optimizer" choices={OPTIMIZERS} />
            <NumberSetting lab={lab} name="learning_rate" step="any" />
            <NumberSetting lab={lab} name="steps" />
            <NumberSetting lab={lab} name="seed" />
          </FormRow>
          <details class="more" open={hasMore(settings)}>
            <summary>Batches, held-out text, dropout and more</summary>
            <FormRow>
              <NumberSetting
                lab={lab}
                name="batch"
                hint="0 takes all examples"
                unit="examples"
              />
              <NumberSetting lab={lab} name="held_out" unit="% of sentences" />
              <NumberSetting lab={lab} name="dropout" step={0.05} />
              <ChoiceSetting lab={lab} name="schedule" choices={SCHEDULES} />
              <ChoiceSetting lab={lab} name="tokens" choices={TOKEN_KINDS} />
              <NumberSetting lab={lab} name="vocabulary" hint="at most, V" />
            </FormRow>
            <CheckField name="tie" checked={settings.tie} onChange={(tie) => lab.change({ tie })}>
              {SETTING_LABELS.tie}
            </CheckField>
          </details>
        </form>
      </Fold>
    </section>
  );
}

function summaryOf({ context, embedding, hidden, optimizer, steps, seed }: TrainingSettings): string {
  return `Text and settings: context ${context}, embedding ${embedding}, hidden ${hidden}, ${
    NAMES[optimizer]
  }, ${steps} steps, seed ${seed}`;
}

function hasMore({ batch, held_out, dropout, schedule, tokens, tie }: TrainingSettings): boolean {
  return batch !== 0 || held_out !== 0 || dropout !== 0 || schedule !== "constant" || tokens !== "words" ||
    tie;
}
