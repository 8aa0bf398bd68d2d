import { useEffect } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { EMBEDDED_MODELS, isEmbedded } from "@/lib/experiment/fields/predictor_query.ts";
import type { Models } from "@/lib/labs/models/models.ts";
import type { ModelNames } from "@/lib/labs/predictor/model_choice.ts";
import { CATALOG } from "@/lib/models/hub/catalog.ts";
import type { Device } from "@/lib/models/model_provider.ts";
import { formatBytes } from "@/lib/ui/format.ts";
import { type ModelPill, ModelRow } from "@/lib/ui/models/model_row.tsx";

interface ModelChoiceProps {
  readonly label: string;
  /** Name of the field in the form and the address. */
  readonly name: string;
  readonly models: Models;
  readonly query: ModelNames & { readonly device: Device };
  /** The site's own models that are offered; all by default. */
  readonly own?: readonly string[];
  /** The visitor chose; a hub model is loaded already when this is called. */
  readonly onChoose: (model: string) => void;
}

const SMALL = "HuggingFaceTB/SmolLM2-135M-Instruct";
const PHASES: Readonly<Record<string, string>> = { download: "downloading", describe: "looking it up" };

/** Chooses a model of the site, or loads one of the hub. */
export function ModelChoice(
  { label, name, models, query, own = EMBEDDED_MODELS, onChoose }: ModelChoiceProps,
) {
  const open = useSignal(false);
  useEffect(() => void (models.isMissing(query) && models.loadIfKept(query)), [query.model]);
  const loading = models.loading.value;
  const choose = async ({ name: chosen, isRemote }: ModelPill) => {
    if (!isRemote) return onChoose(chosen);
    const same = chosen === query.model;
    const request = {
      model: chosen,
      revision: same ? query.revision : "",
      dtype: same ? query.dtype : "auto",
      device: query.device,
    };
    if (await models.load(request)) onChoose(chosen);
  };
  return (
    <>
      <ModelRow
        label={label}
        name={name}
        models={pills(models, query, own, open.value)}
        value={query.model}
        loading={loading && {
          title: loading.name,
          phase: PHASES[loading.progress?.phase ?? "describe"] ?? "starting",
          loadedBytes: loading.progress?.loadedBytes ?? 0,
          totalBytes: loading.progress?.totalBytes ?? null,
        }}
        problem={models.problem.value}
        onChoose={choose}
        onCancel={models.cancel}
      />
      {!open.value && (
        <div class="acts needs-js">
          <button type="button" class="link" onClick={() => open.value = true}>more models</button>
        </div>
      )}
      {models.isMissing(query) && !loading && (
        <p>
          <button
            type="button"
            class="primary needs-js"
            onClick={() => choose({ name: query.model, title: query.model, isRemote: true })}
          >
            Load {query.model}
            {sizeOf(query.model)}
          </button>{" "}
          <span class="no-script">A model of the hub needs a script.</span>
        </p>
      )}
    </>
  );
}

function pills(models: Models, query: ModelNames, own: readonly string[], all: boolean): ModelPill[] {
  const loaded = models.loaded.value?.id.name;
  const named = isEmbedded(query.model) ? [] : [query.model];
  const hub = [...new Set([...named, SMALL, ...(all ? CATALOG.map(({ name }) => name) : [])])];
  return [
    ...own.map((name) => ({ name, title: name })),
    ...hub.map((name) => ({
      name,
      title: CATALOG.find((entry) => entry.name === name)?.title ?? name,
      isRemote: name !== loaded,
      ...(name !== loaded && { note: `load${sizeOf(name)}` }),
    })),
  ];
}

function sizeOf(name: string): string {
  const entry = CATALOG.find((each) => each.name === name);
  return entry?.knownBytes ? ` (${formatBytes(entry.knownBytes)})` : "";
}
