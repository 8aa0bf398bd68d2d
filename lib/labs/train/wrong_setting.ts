import { fieldNames } from "@/lib/experiment/codec.ts";
import type { Drafts } from "@/lib/labs/experiment/drafts.ts";
import { SETTING_LABELS } from "@/lib/labs/train/setting_labels.ts";
import { TRAIN_FIELDS } from "@/lib/labs/train/train_fields.ts";

/** What is wrong with a setting that was typed, in the words of its label, or null. */
export function wrongSetting(drafts: Drafts): string | null {
  const wrong = fieldNames(TRAIN_FIELDS).find((name) => drafts[name]?.error);
  return wrong === undefined ? null : `${SETTING_LABELS[wrong]} ${drafts[wrong]!.error}`;
}
