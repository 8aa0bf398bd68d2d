import type { TrainLab } from "@/lib/labs/train/train_lab.ts";
import { ErrorBox } from "@/lib/ui/page/error_box.tsx";
import { Notices } from "@/lib/ui/page/notices.tsx";

/** What a visitor should know: values that were replaced, a text too long for a link, failures. */
export function NoticesPart({ lab }: { readonly lab: TrainLab }) {
  const { notices, problem } = lab.state;
  const items = [
    ...notices.value.map(({ name, value, reason }) => `${name}=${value} ${reason}; it does not count.`),
    ...(lab.experiment.leftOut.value.length > 0
      ? [
        "The text is too long for an address: this tab keeps it, also when it is loaded again, but a link does not.",
      ]
      : []),
  ];
  const wrong = problem.value;
  const action = wrong?.remedy ? { label: wrong.remedy.label, onAct: () => lab.remedy() } : undefined;
  return (
    <>
      <Notices items={items} onDismiss={lab.dismissNotices} />
      {wrong && (
        <ErrorBox title={`${wrong.message}.`} fine="Your text and settings are kept." action={action} />
      )}
    </>
  );
}
