import { fieldNames } from "@/lib/experiment/codec.ts";
import { settingError, TRAIN_FIELDS } from "@/lib/labs/train/train_fields.ts";
import type { TrainingSettings } from "@/lib/training/training_settings.ts";

/** What is wrong with the settings, in words, or null. */
export function wrongSetting(settings: TrainingSettings): string | null {
  for (const name of fieldNames(TRAIN_FIELDS)) {
    const error = settingError(name, settings[name]);
    if (error !== null) {
      return `${name.replaceAll("_", " ")}: ${error.replace("The value", `${settings[name]}`)}`;
    }
  }
  return null;
}
