import { LoadingModel, type ModelLoading } from "@/lib/ui/predictor/loading_model.tsx";
import { ErrorBox } from "@/lib/ui/page/error_box.tsx";

/** A model that can be chosen. */
export interface ModelPill {
  /** What an address names it by. */
  readonly name: string;
  readonly title: string;
  /** Quiet words behind the title: its size, what it takes to load. */
  readonly note?: string;
  /** Whether it has to be loaded first. */
  readonly isRemote?: boolean;
}

/** Props of {@linkcode ModelRow}. */
export interface ModelRowProps {
  /** Name of the group, read aloud. */
  readonly label: string;
  /** Name of the field in the form. */
  readonly name: string;
  readonly models: readonly ModelPill[];
  /** The chosen model. */
  readonly value: string;
  readonly loading: ModelLoading | null;
  readonly problem: { readonly message: string; readonly fine: string } | null;
  readonly onChoose?: (model: ModelPill) => void;
  readonly onCancel?: () => void;
}

/** Models beside each other; the chosen one is dark. One that has to be loaded says what that takes. */
export function ModelRow(
  { label, name, models, value, loading, problem, onChoose, onCancel }: ModelRowProps,
) {
  return (
    <div class="model-row area-model">
      <div class="pills" role="group" aria-label={label}>
        {models.map((model) => (
          <label key={model.name} class="pill">
            <input
              type="radio"
              name={name}
              value={model.name}
              checked={model.name === value}
              onChange={() => onChoose?.(model)}
              onClick={() => model.isRemote && model.name === value && onChoose?.(model)}
            />
            {model.title}
            {model.note && <span class="quiet">{model.note}</span>}
          </label>
        ))}
      </div>
      {loading && <LoadingModel loading={loading} {...(onCancel && { onCancel })} />}
      {problem && <ErrorBox title="The model was not loaded." fine={problem.fine}>{problem.message}
      </ErrorBox>}
    </div>
  );
}
