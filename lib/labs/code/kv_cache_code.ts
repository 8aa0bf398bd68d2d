import { type LabCode, line } from "@/lib/labs/code/code_line.ts";

/** What equal layers keep of one sequence. */
interface CachedLayers {
  readonly count: number;
  /** Of one token in one layer. */
  readonly bytesPerToken: number;
  /** Tokens that are kept. */
  readonly tokens: number;
  /** Of one sequence in one layer, whatever its length. */
  readonly stateBytes: number;
}

/** Code that computes the cache of the page: its bytes, windows no longer than they must be, and GiB. */
export function kvCacheCode(layers: readonly CachedLayers[], batch: number): LabCode {
  const kept = layers.filter(({ bytesPerToken, stateBytes }) => bytesPerToken + stateBytes > 0);
  const rows = kept.map(({ count, bytesPerToken, tokens, stateBytes }) =>
    `[${[count, bytesPerToken, bytesPerToken > 0 ? tokens : 0, stateBytes].join(", ")}]`
  ).join(", ");
  const shape = [
    "preset",
    "config",
    "layers",
    "kv_heads",
    "head_dim",
    "tokens",
    "dtype",
    "bytes_per_element",
  ];
  return {
    python: [
      line("# layers alike, bytes of a token in one, tokens kept, bytes of a state"),
      line(`layers = [${rows}]`, ...shape),
      line(`batch = ${batch}`, "batch"),
      line("sequence = sum(n * (b * t + s) for n, b, t, s in layers)"),
      line("total = batch * sequence"),
      line("print([total, total / 2**30])"),
    ],
    typescript: [
      line("// layers alike, bytes of a token in one, tokens kept, bytes of a state"),
      line(`const layers: [number, number, number, number][] = [${rows}];`, ...shape),
      line(`const batch = ${batch};`, "batch"),
      line("const sequence = layers.reduce((sum, [n, b, t, s]) => sum + n * (b * t + s), 0);"),
      line("const total = batch * sequence;"),
      line("console.log(JSON.stringify([total, total / 2 ** 30]));"),
    ],
  };
}
