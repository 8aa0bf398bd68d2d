/**
 * The state of /ngram beside its query: the answer, what is under way, and a corpus that only this tab has.
 *
 * @module
 */
import { effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { NgramQuery } from "@/lib/experiment/fields/ngram_fields.ts";
import { corpusSource, ngramQuestion, studySettings } from "@/lib/labs/ngram/ngram_request.ts";
import type { Counting } from "@/lib/labs/ngram/counting.ts";
import type { NgramReply } from "@/lib/labs/ngram/protocol.ts";
import type { MeasuresView } from "@/lib/lm/ngram/study/measures.ts";
import type { NgramView } from "@/lib/lm/ngram/study/view.ts";

/** A corpus that no address holds. */
interface LocalCorpus {
  readonly name: string;
  readonly text: string;
}

/** Work under way. */
interface NgramProgress {
  readonly stage: "reading" | "counting" | "measuring";
  /** Share that is done, 0 to 1. */
  readonly done: number;
}

/** The state of the page. */
export interface NgramLab {
  readonly view: ReadonlySignal<NgramView | null>;
  readonly problem: ReadonlySignal<string | null>;
  readonly progress: ReadonlySignal<NgramProgress | null>;
  readonly local: ReadonlySignal<LocalCorpus | null>;
  /** Takes a corpus that stays in this tab; null for that of the address again. */
  setLocal(corpus: LocalCorpus | null): void;
  /** Gives up what is under way; the last answer stays, and the page says so. */
  stop(): void;
  /** Asks once more. */
  again(): void;
  /** Answers every change of the query from now on. */
  connect(): () => void;
}

/** What the lab needs. */
interface NgramLabOptions {
  readonly query: ReadonlySignal<NgramQuery>;
  /** The server's answer to the address. */
  readonly view: NgramView | null;
  readonly problem: string | null;
  /** Whether that is the answer to the query as it stands; default true. Else the lab asks at once. */
  readonly isAnswered?: boolean;
  /** Connects the counting with who hears its replies. */
  readonly counting: (receive: (reply: NgramReply) => void) => Counting;
  /** Fetches a corpus that comes with the site. */
  readonly fetchCorpus: (id: string) => Promise<string>;
}

/** The longest file that is read, in bytes. */
export const LONGEST_FILE = 64_000_000;

interface NgramState {
  readonly view: Signal<NgramView | null>;
  readonly problem: Signal<string | null>;
  readonly progress: Signal<NgramProgress | null>;
}

/** Creates the state. */
export function createNgramLab(options: NgramLabOptions): NgramLab {
  const state: NgramState = {
    view: signal(options.view),
    problem: signal(options.problem),
    // What is not answered yet is asked for as soon as the lab is connected.
    progress: signal<NgramProgress | null>(
      options.isAnswered === false ? { stage: "reading", done: 0 } : null,
    ),
  };
  const local = signal<LocalCorpus | null>(null);
  let counting: Counting | null = null;
  let asked = 0;
  // The turn that the counting answers: replies to an earlier one say nothing of what is asked now.
  let sent = 0;

  async function ask(query: NgramQuery, own: LocalCorpus | null): Promise<void> {
    const turn = ++asked;
    state.problem.value = null;
    state.progress.value = { stage: "reading", done: 0 };
    try {
      const source = own ? { kind: "text", text: own.text } as const : corpusSource(query);
      const text = source.kind === "text" ? source.text : await options.fetchCorpus(source.id);
      if (turn !== asked) return;
      counting ??= options.counting((reply) => sent === asked && receive(state, reply));
      sent = turn;
      counting.ask({ text, settings: studySettings(query), question: ngramQuestion(query) });
    } catch (error) {
      if (turn === asked) fail(state, messageOf(error));
    }
  }

  return {
    ...state,
    local,
    setLocal: (corpus) => void (local.value = corpus),
    stop() {
      asked++;
      counting?.stop();
      stopped(state);
    },
    again: () => void ask(options.query.peek(), local.peek()),
    connect() {
      let isFirst = options.isAnswered ?? true;
      const end = effect(() => {
        const [query, own] = [options.query.value, local.value];
        if (!isFirst) void ask(query, own);
        isFirst = false;
      });
      return () => (end(), counting?.stop());
    },
  };
}

function receive(state: NgramState, reply: NgramReply): void {
  switch (reply.kind) {
    case "progress":
      state.progress.value = { stage: reply.stage, done: reply.done };
      break;
    case "view":
      // Until the new measures come, the old ones keep their place.
      state.view.value = { ...reply.view, measures: reply.view.measures ?? stale(state, reply.complete) };
      state.problem.value = null;
      state.progress.value = reply.complete ? null : { stage: "measuring", done: 0 };
      break;
    case "failed":
      fail(state, reply.message);
  }
}

function stale({ view }: NgramState, complete: boolean): MeasuresView | null {
  return complete ? null : view.peek()?.measures ?? null;
}

/** What was answered before the measuring is right; what was being counted is not shown. */
function stopped({ view, problem, progress }: NgramState): void {
  const isMeasuring = progress.peek()?.stage === "measuring";
  const shown = view.peek();
  if (isMeasuring && shown) view.value = { ...shown, measures: null };
  else problem.value = STOPPED;
  progress.value = null;
}

const STOPPED = "You stopped it: the figures below are those of before the change.";

function fail({ problem, progress }: NgramState, message: string): void {
  problem.value = message;
  progress.value = null;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
