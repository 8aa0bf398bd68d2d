import type { ConfigRecord } from "@/lib/lm/kv_cache/config/record.ts";

/** A published model. */
export interface CachePreset {
  /** Its name in addresses and in the API. */
  readonly id: string;
  /** Repository whose config.json the fields are of. */
  readonly repository: string;
  /** Parameters of all parts, rounded as the model's page gives them. */
  readonly parameters: number;
  /** The fields of the published config.json that decide the cache. */
  readonly config: ConfigRecord;
}

/** Where a preset's fields were published. */
export function presetSource({ repository }: CachePreset): string {
  return `https://huggingface.co/${repository}/blob/main/config.json`;
}

/** Makes a preset whose id is the repository's name in lower case. */
export function preset(repository: string, parameters: number, config: ConfigRecord): CachePreset {
  return { id: repository.split("/")[1]!.toLowerCase(), repository, parameters, config };
}

/** A list over and over. */
export function repeated<T>(list: readonly T[], times: number): T[] {
  return Array.from({ length: times }, () => list).flat();
}
