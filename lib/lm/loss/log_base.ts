/** Bases of a logarithm that information is counted in. */
export const LOG_BASES = ["2", "e", "10"] as const;

/** One of {@linkcode LOG_BASES}. */
export type LogBase = typeof LOG_BASES[number];

/** What the unit of each base is called, and how many of it are a bit. */
export const LOG_UNITS: Readonly<Record<LogBase, { readonly unit: string; readonly perBit: number }>> = {
  "2": { unit: "bits", perBit: 1 },
  e: { unit: "nats", perBit: Math.LN2 },
  "10": { unit: "dits", perBit: Math.log10(2) },
};
