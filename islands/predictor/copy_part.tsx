import { useSignal } from "@preact/signals";
import { copyItems, type CopyKind } from "@/lib/labs/predictor/copy/copy_items.ts";
import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import { CopyMenu } from "@/lib/ui/form/copy_menu.tsx";

/** The experiment as a link or as code, the table as CSV or JSON. */
export function CopyPart({ lab }: { readonly lab: PredictorLab }) {
  const copied = useSignal<CopyKind | null>(null);
  const copy = async (kind: CopyKind) => {
    lab.experiment.flush();
    try {
      const { copyText } = await import("@/lib/labs/predictor/copy/copy_text.ts");
      await navigator.clipboard.writeText(copyText(kind, lab, location.href));
      copied.value = kind;
    } catch {
      copied.value = null;
    }
  };
  return <CopyMenu items={copyItems(lab)} copied={copied.value} onCopy={copy} />;
}
