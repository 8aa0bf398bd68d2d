/**
 * Reads contexts one after another with a single memory, which keeps what a new context shares with the last.
 *
 * @module
 */
import type { LogitsOptions, ModelRun, TokenId } from "@/lib/lm/language_model.ts";
import { type CausalNetwork, checkTokens } from "@/lib/embedded/network.ts";
import { createQueue } from "@/lib/embedded/queue.ts";

/** Time, for measuring passes and for letting other work in. */
export interface ReaderClock {
  /** Milliseconds from any fixed moment. */
  now(): number;
  /** Lets waiting work run: input, other requests. Called between slices of a pass. */
  pause(): Promise<void>;
  /** How long a slice of a pass may take. Default: so short that typing is never held up. */
  readonly sliceMilliseconds?: number;
}

/** Reads contexts. Calls queue up: one owns the memory at a time. */
export interface ContextReader {
  /** Logits after each of the last `rows` positions, as {@linkcode LogitsOptions} says. */
  read(tokens: readonly TokenId[], options?: LogitsOptions): Promise<Float32Array[]>;
  /** Empties the memory. */
  forget(): void;
}

/** A slice of a pass takes about this many milliseconds, so that typing is never held up. */
const SLICE_MILLISECONDS = 12;

/** Creates the reader of a network. */
export function createContextReader<Memory extends { length: number }>(
  network: CausalNetwork<Memory>,
  clock: ReaderClock,
): ContextReader {
  const memory = network.createMemory();
  const slices = createSlices(network, clock);
  const inTurn = createQueue();
  let held: readonly TokenId[] = [];
  /** The heads that were off when the memory was filled. */
  let heldWithout = "";

  async function readNow(
    tokens: readonly TokenId[],
    { rows = 1, cache: reuse = true, headsOff = [], signal, onRun }: LogitsOptions,
  ): Promise<Float32Array[]> {
    signal?.throwIfAborted();
    const began = clock.now();
    const without = headsOff.join(" ");
    const shared = reuse && without === heldWithout ? sharedLength(held, tokens) : 0;
    // What was read as a whole before is read again by two tokens, which rounds as the first time.
    const again = shared === tokens.length ? 2 : 1;
    const kept = Math.max(0, Math.min(shared, tokens.length - Math.max(rows, again)));
    memory.length = kept;
    held = tokens.slice(0, kept);
    heldWithout = without;
    const result: Float32Array[] = [];
    for await (const { length, logits } of slices(tokens, memory, rows, headsOff)) {
      held = tokens.slice(0, length);
      result.push(...logits);
      if (length < tokens.length) signal?.throwIfAborted();
    }
    onRun?.(runOf(kept, tokens.length, clock.now() - began));
    return result;
  }

  function runOf(reused: number, length: number, milliseconds: number): ModelRun {
    const cacheBytes = network.cacheBytes(memory);
    return {
      reused,
      computed: length - reused,
      milliseconds,
      cacheTokens: cacheBytes > 0 ? memory.length : 0,
      cacheBytes,
    };
  }

  return {
    read: (tokens, options = {}) =>
      inTurn(() => {
        checkTokens(tokens, network.config);
        return readNow(tokens, options);
      }),
    forget() {
      held = [];
      memory.length = 0;
    },
  };
}

/** Passes over the rest of a context, each as long as the last one's speed allows. */
function createSlices<Memory extends { length: number }>(
  network: CausalNetwork<Memory>,
  clock: ReaderClock,
) {
  const { chunk, config: { vocabulary } } = network;
  const { sliceMilliseconds = SLICE_MILLISECONDS } = clock;
  // One less than fits, so that what would be left alone can come along.
  const longest = Math.max(1, chunk - 1);
  let size = Math.min(8, longest);
  return async function* slices(
    tokens: readonly TokenId[],
    memory: Memory,
    rows: number,
    headsOff: LogitsOptions["headsOff"],
  ): AsyncGenerator<{ readonly length: number; readonly logits: Float32Array[] }> {
    while (memory.length < tokens.length) {
      const began = clock.now();
      const left = tokens.length - memory.length;
      // A single token is rounded otherwise than several are: no slice has one, unless it is all that is new.
      const taken = left === size + 1 && left <= chunk ? left : size;
      const part = tokens.slice(memory.length, memory.length + taken);
      const length = memory.length + part.length;
      const wanted = Math.max(0, Math.min(part.length, length - (tokens.length - rows)));
      const all = network.forward(part, memory, wanted, undefined, headsOff);
      yield { length, logits: splitRows(all, wanted, vocabulary) };
      const each = (clock.now() - began) / part.length;
      size = Math.max(
        Math.min(2, longest),
        Math.min(longest, Math.floor(sliceMilliseconds / Math.max(each, 0.05))),
      );
      if (length < tokens.length) await clock.pause();
    }
  };
}

function splitRows(all: Float32Array, rows: number, vocabulary: number): Float32Array[] {
  return Array.from({ length: rows }, (_, row) => all.subarray(row * vocabulary, (row + 1) * vocabulary));
}

function sharedLength(a: readonly TokenId[], b: readonly TokenId[]): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}
