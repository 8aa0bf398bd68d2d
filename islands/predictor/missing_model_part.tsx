import type { PredictorPorts } from "@/lib/labs/predictor/ports.ts";
import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import { formatBytes, formatPlural } from "@/lib/ui/format.ts";

interface PartProps {
  readonly lab: PredictorLab;
  readonly provider: PredictorPorts["provider"];
}

/** A link that names a model which is not here: what it carries, and the one button that helps. */
export function MissingModelPart({ lab, provider }: PartProps) {
  const { state, views, models } = lab;
  const { model, revision, dtype, device, path } = views.settings.value;
  if (!views.modelMissing.value || state.loading.value !== null) return null;
  const known = [...state.described.value, ...provider.catalog].find(({ id }) => id.name === model);
  const bytes = known?.downloadBytes ?? null;
  const size = bytes === null ? "size unknown" : formatBytes(bytes);
  return (
    <div class="notices missing-model" role="status">
      <p>
        This link was made with <b>{model}</b>, which is not loaded.{" "}
        {path.length > 0 && (
          <>The {formatPlural(path.length, "token")} that it carries stand below by their ids.{" "}</>
        )}
        Until then {views.sourceName.value.split("@")[0]} answers for the text alone.
      </p>
      <button
        type="button"
        class="primary needs-js"
        onClick={() => models.load({ name: model, revision, dtype, device })}
      >
        Load {model} ({known?.cached ? `${size}, cached` : size})
      </button>
    </div>
  );
}
