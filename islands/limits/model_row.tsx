import type { LimitLab } from "./use_limit.ts";
import { LoadingModel } from "@/lib/ui/predictor/loading_model.tsx";

const SMALL = { name: "HuggingFaceTB/SmolLM2-135M-Instruct", title: "SmolLM2 135M · 115 MB ↓" };

/** Which model answers. */
export function ModelRow({ lab }: { readonly lab: LimitLab }) {
  const { models, hub } = lab;
  const loading = models.loading.value;
  const problem = models.problem.value;
  const here = models.loaded.value?.id.name === SMALL.name;
  return (
    <div class="needs-js">
      <div class="pills" role="group" aria-label="Model">
        <button type="button" class="pill" aria-pressed={hub === null} onClick={() => lab.choose(null)}>
          parcel-gpt
        </button>
        <button
          type="button"
          class="pill"
          aria-pressed={hub === SMALL.name}
          onClick={() => lab.choose(SMALL.name)}
        >
          {here ? "SmolLM2 135M" : SMALL.title}
        </button>
      </div>
      {loading && loading.name === SMALL.name && (
        <LoadingModel
          loading={{
            title: SMALL.name,
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
