import type { NgramCounts } from "@/lib/lm/ngram/counts.ts";
import type { NgramLevel } from "@/lib/lm/ngram/table.ts";
import { BEGIN } from "@/lib/lm/ngram/vocabulary.ts";

/** The next-token events of one n-gram length, added up by context. */
export interface NgramEvents {
  readonly level: NgramLevel;
  /** a(hw) for each n-gram hw: its raw or its continuation count; 0 where it is no event. */
  readonly adjusted: Uint32Array;
  /** A(h) for each context h: the sum of a(hw) over w. */
  readonly total: Float64Array;
  /** For each context the number of distinct tokens w with a(hw) > 0. */
  readonly types: Uint32Array;
}

/** Which counts the lengths below the longest use. */
interface EventOptions {
  /** Continuation counts N1+(·hw), as Kneser-Ney wants them, rather than raw counts. Default false. */
  readonly continuation?: boolean;
  /** Whether an n-gram that begins with `<s>` keeps its raw count (KenLM). Default false. */
  readonly keepBegin?: boolean;
  /** Whether `<s>` is a word to be predicted (NLTK). Default false. */
  readonly predictBegin?: boolean;
}

/** Adds up the events of every length. */
export function ngramEvents(counts: NgramCounts, options: EventOptions = {}): NgramEvents[] {
  const flags = options.continuation && options.keepBegin ? beginFlags(counts) : [];
  return counts.levels.map((level, index) => {
    const contexts = index === 0 ? 1 : counts.levels[index - 1]!.size;
    const top = index === counts.order - 1;
    return sumByContext(level, contexts, adjustedCounts(level, top, flags[index], options));
  });
}

/** a(hw) of every n-gram of one length. */
function adjustedCounts(
  level: NgramLevel,
  top: boolean,
  begins: Uint8Array | undefined,
  options: EventOptions,
): Uint32Array {
  const adjusted = new Uint32Array(level.size);
  for (let entry = 0; entry < level.size; entry++) {
    if (level.word[entry] === BEGIN && !options.predictBegin) continue;
    const raw = top || !options.continuation || begins?.[entry] === 1;
    adjusted[entry] = raw ? level.count[entry]! : level.left[entry]!;
  }
  return adjusted;
}

function sumByContext(level: NgramLevel, contexts: number, adjusted: Uint32Array): NgramEvents {
  const total = new Float64Array(contexts);
  const types = new Uint32Array(contexts);
  for (let entry = 0; entry < level.size; entry++) {
    const count = adjusted[entry]!;
    if (count === 0) continue;
    total[level.prefix[entry]!]! += count;
    types[level.prefix[entry]!]!++;
  }
  return { level, adjusted, total, types };
}

/** For every length and n-gram whether its first token is `<s>`. */
function beginFlags(counts: NgramCounts): Uint8Array[] {
  const flags: Uint8Array[] = [];
  for (const [index, level] of counts.levels.entries()) {
    const shorter = flags[index - 1];
    flags.push(
      Uint8Array.from(
        { length: level.size },
        (_, entry) => shorter ? shorter[level.prefix[entry]!]! : Number(entry === BEGIN),
      ),
    );
  }
  return flags;
}
