import { type ModelChoice, SMALL_MODEL } from "./model_choice.ts";
import { LoadingModel } from "@/lib/ui/predictor/loading_model.tsx";

/** Which model answers: parcel-gpt, or a small one of the hub, loaded when it is chosen. */
export function ModelRow({ choice: { models, hub, choose } }: { readonly choice: ModelChoice }) {
  const loading = models.loading.value;
  const problem = models.problem.value;
  const here = models.loaded.value?.id.name === SMALL_MODEL.name;
  return (
    <div class="needs-js">
      <div class="pills" role="group" aria-label="Model">
        <button type="button" class="pill" aria-pressed={hub === null} onClick={() => choose(null)}>
          parcel-gpt
        </button>
        <button
          type="button"
          class="pill"
          aria-pressed={hub === SMALL_MODEL.name}
          onClick={() => choose(SMALL_MODEL.name)}
        >
          {here ? SMALL_MODEL.title : `${SMALL_MODEL.title} · 115 MB ↓`}
        </button>
      </div>
      {loading && loading.name === SMALL_MODEL.name && (
        <LoadingModel
          loading={{
            title: SMALL_MODEL.name,
            phase: loading.progress?.phase ?? "starting",
            loadedBytes: loading.progress?.loadedBytes ?? 0,
            totalBytes: loading.progress?.totalBytes ?? null,
          }}
          onCancel={models.cancel}
        />
      )}
      {problem && <p role="alert">{problem.message} {problem.fine}</p>}
    </div>
  );
}
