import { useComputed } from "@preact/signals";
import { type QueryStart, useQueryLab } from "./query/use_query_lab.ts";
import { KV_CACHE_FIELDS } from "@/lib/experiment/fields/kv_cache_query.ts";
import { kvCacheView } from "@/lib/labs/kv_cache/kv_cache_view.ts";
import { CalculationForm } from "@/lib/ui/form/calculation_form.tsx";
import { ErrorBox } from "@/lib/ui/page/error_box.tsx";
import { LabLayout } from "@/lib/ui/page/lab_layout.tsx";
import { Notices } from "@/lib/ui/page/notices.tsx";
import { CacheResult } from "@/islands/kv_cache/cache_result.tsx";
import { ModelFields } from "@/islands/kv_cache/model_fields.tsx";
import { UseFields } from "@/islands/kv_cache/use_fields.tsx";

/** Props of the island. */
export interface KvCacheProps extends QueryStart {
  /** Where the browser finds repositories. */
  readonly modelHost: string;
}

/** The instrument of /kv-cache. */
export default function KvCache({ modelHost, ...start }: KvCacheProps) {
  const lab = useQueryLab(KV_CACHE_FIELDS, start);
  const view = useComputed(() => kvCacheView(lab.query.value)).value;
  return (
    <CalculationForm label="Cache memory" action={lab.base}>
      <Notices items={lab.notices.value} onDismiss={lab.dismissNotices} />
      <LabLayout
        main={
          <>
            <ModelFields lab={lab} modelHost={modelHost} />
            {"problem" in view
              ? (
                <ErrorBox title="There is no cache to compute." fine="What you typed is still here.">
                  {view.problem}
                </ErrorBox>
              )
              : <CacheResult view={view} busy={!lab.isCurrent.value} />}
          </>
        }
        side={<UseFields lab={lab} />}
      />
    </CalculationForm>
  );
}
