import { batch, type ReadonlySignal, type Signal, useComputed, useSignal } from "@preact/signals";
import { readWindow, type WindowReading } from "@/lib/labs/context/read_window.ts";
import type { LanguageModel, TokenId } from "@/lib/lm/language_model.ts";

/** A token of the text that is read. */
export interface TextToken {
  readonly id: TokenId;
  readonly bytes: Uint8Array;
}

/** A model's reading of a text through a window. */
export interface Reading {
  readonly status: ReadonlySignal<"idle" | "loading" | "ready" | string>;
  readonly tokens: ReadonlySignal<readonly TextToken[]>;
  readonly reading: ReadonlySignal<WindowReading | null>;
  readonly limit: Signal<number>;
  /** Whether what was asked for last is still being read. */
  readonly busy: ReadonlySignal<boolean>;
  /** Loads the model and reads the whole text. */
  begin(text: string): Promise<void>;
  /** Reads again: another limit, or a summary in place of what was dropped. */
  read(limit: number, summary: string): Promise<void>;
}

/** The state of a reading; the model comes when it is asked for. */
export function useReading(load: () => Promise<LanguageModel>): Reading {
  const status = useSignal<string>("idle");
  const tokens = useSignal<readonly TextToken[]>([]);
  const reading = useSignal<WindowReading | null>(null);
  const limit = useSignal(0);
  const model = useSignal<LanguageModel | null>(null);
  const followed = useSignal<TokenId | null>(null);
  const turn = useSignal(0);
  const answered = useSignal(0);
  const begun = useSignal(0);

  async function read(next: number, summary: string): Promise<void> {
    const mine = turn.value = turn.peek() + 1;
    limit.value = next;
    const loaded = model.peek();
    if (loaded === null) return;
    const words = {
      tokens: tokens.peek().map(({ id }) => id),
      limit: next,
      summary: await loaded.encode(summary),
    };
    const answer = await readWindow(loaded, words, followed.peek());
    // A later drag has asked for another window.
    if (turn.peek() !== mine) return;
    batch(() => [reading.value, answered.value] = [answer, mine]);
  }

  async function begin(text: string): Promise<void> {
    const mine = begun.value = begun.peek() + 1;
    status.value = "loading";
    try {
      const loaded = model.peek() ?? await load();
      const ids = await loaded.encode(text);
      // Another text was begun since.
      if (begun.peek() !== mine) return;
      model.value = loaded;
      tokens.value = ids.map((id) => ({ id, bytes: loaded.vocabulary.bytes(id) }));
      followed.value = null;
      await read(ids.length, "");
      if (begun.peek() !== mine) return;
      followed.value = reading.peek()?.next[0]?.id ?? null;
      status.value = "ready";
    } catch (error) {
      if (begun.peek() !== mine) return;
      status.value = error instanceof Error ? error.message : String(error);
    }
  }

  const busy = useComputed(() => turn.value !== answered.value);
  return { status, tokens, reading, limit, busy, begin, read };
}
