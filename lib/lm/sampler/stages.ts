/**
 * The sampler's stages as data: what address, API, form, code and documents say of a stage comes from its entry here.
 * What a stage does to logits is in shape.ts, which values it can run with in stage_rules.ts, what it does in words
 * with the API, the program it writes in the labs' snippets: nothing of that is in a page's first script.
 *
 * @module
 */

/** What is known of a stage's one setting. */
interface StageSpec {
  /** The setting's name for people. */
  readonly label: string;
  /** The value that switches the stage off; of the temperature, the one that changes nothing. */
  readonly off: number;
  /** The range of values that an address and the API take. */
  readonly min: number;
  readonly max: number;
  /** Whether the setting counts something. */
  readonly whole?: boolean;
  /** Where a slider ends, and how far one of its steps goes; a field takes the whole range. */
  readonly slider: { readonly min: number; readonly max: number; readonly step: number };
}

/** Every stage, in the default order. */
export const STAGES = {
  repetition_penalty: {
    label: "repetition penalty",
    off: 1,
    min: 0.01,
    max: 100,
    slider: { min: 1, max: 2, step: 0.05 },
  },
  temperature: {
    label: "temperature",
    off: 1,
    min: 0,
    max: 1000,
    slider: { min: 0, max: 2, step: 0.05 },
  },
  top_k: {
    label: "top-k",
    off: 0,
    min: 0,
    max: 1_000_000,
    whole: true,
    slider: { min: 0, max: 100, step: 1 },
  },
  top_p: {
    label: "top-p",
    off: 1,
    min: 0,
    max: 1,
    slider: { min: 0, max: 1, step: 0.01 },
  },
  min_p: {
    label: "min-p",
    off: 0,
    min: 0,
    max: 1,
    slider: { min: 0, max: 1, step: 0.01 },
  },
  typical_p: {
    label: "typical-p",
    off: 1,
    min: 0,
    max: 1,
    slider: { min: 0, max: 1, step: 0.01 },
  },
} as const satisfies Readonly<Record<string, StageSpec>>;

/** One stage of the sampler. */
export type StageName = keyof typeof STAGES;

/** The stages' names, in the default order. */
export const STAGE_NAMES: readonly [StageName, ...StageName[]] = Object.keys(STAGES) as [
  StageName,
  ...StageName[],
];

/** A value for each stage, from its entry. */
export function perStage<T>(value: (spec: StageSpec, name: StageName) => T): Record<StageName, T> {
  return Object.fromEntries(STAGE_NAMES.map((name) => [name, value(STAGES[name], name)])) as Record<
    StageName,
    T
  >;
}

/**
 * The order in which stages run. A stage that an order leaves out does not run, but for typical-p, which is younger
 * than many an order: where it is on it then runs last.
 */
export function runOrder(
  { stages, typical_p }: { readonly stages: readonly StageName[]; readonly typical_p: number },
): readonly StageName[] {
  return typical_p === STAGES.typical_p.off || stages.includes("typical_p")
    ? stages
    : [...stages, "typical_p"];
}
