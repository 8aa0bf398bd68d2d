/**
 * An embedded model on threads of its own, so that pages are rendered while it computes.
 *
 * @module
 */
import type {
  LanguageModel,
  LogitsOptions,
  ScoredToken,
  ScoreOptions,
  TokenId,
} from "@/lib/lm/language_model.ts";
import type { EmbeddedModel } from "@/lib/embedded/embedded_model.ts";
import type { Insides } from "@/lib/embedded/insides_report.ts";
import type {
  InsidesQuestion,
  ScoreQuestion,
  ThreadAnswer,
  ThreadMessage,
  ThreadQuestion,
  ThreadStart,
} from "@/lib/embedded/thread_messages.ts";

/** The part of a `Worker` that a thread needs. */
export interface ThreadPort {
  postMessage(message: ThreadMessage): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<ThreadAnswer>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

interface Waiting {
  resolve(answer: ThreadAnswer): void;
  reject(error: unknown): void;
}

interface Thread {
  readonly port: ThreadPort;
  readonly waiting: Map<number, Waiting>;
}

/** A thread that died; what it was asked can be asked again elsewhere. */
class ThreadLost extends Error {
  override readonly name = "ThreadLost";
}

type Question =
  | Omit<ThreadQuestion, "id">
  | Omit<ScoreQuestion, "id">
  | Omit<InsidesQuestion, "id">;

type GivenAnswer = Exclude<ThreadAnswer, { readonly error: string }>;

const STRANGE = "A thread answered another question";

/** What {@linkcode onThreads} needs. */
interface ThreadOptions {
  readonly start: ThreadStart;
  /** How many threads to run. */
  readonly count: number;
  /** Starts a thread; throws where the platform has none. */
  readonly create: () => ThreadPort;
}

/**
 * The same model, its logits computed by threads: each context goes to the one that has least to do. Where the
 * platform has no threads, or all have died, the model computes where it is.
 */
export function onThreads<Model extends LanguageModel>(model: Model, options: ThreadOptions): Model {
  const threads = startThreads(options);
  let asked = 0;
  /** What computed the last answer: a thread may have what the page has not. */
  let { backend } = model;

  /** The answer of the thread that has least to do, of another one where it is lost; null where there is none. */
  async function answerOf(question: Question, signal?: AbortSignal): Promise<GivenAnswer | null> {
    while (true) {
      signal?.throwIfAborted();
      const thread = idlest(threads);
      if (thread === undefined) return null;
      try {
        const answer = await ask(thread, { ...question, id: asked++ }, signal);
        signal?.throwIfAborted();
        if ("error" in answer) throw new RangeError(answer.error);
        return answer;
      } catch (error) {
        if (!(error instanceof ThreadLost)) throw error;
      }
    }
  }

  async function read(tokens: readonly TokenId[], logits: LogitsOptions = {}): Promise<Float32Array[]> {
    const { rows = 1, cache = true, headsOff, signal, onRun } = logits;
    const answer = await answerOf({ tokens, rows, cache, headsOff }, signal);
    backend = (answer && "rows" in answer ? answer : model).backend;
    if (answer === null) return await model.logits(tokens, logits);
    if (!("rows" in answer)) throw new TypeError(STRANGE);
    if (answer.run) onRun?.(answer.run);
    return [...answer.rows];
  }

  /** A thread keeps of each position what is wanted: the page's thread is not held by whole vocabularies. */
  async function score(tokens: readonly TokenId[], options: ScoreOptions = {}): Promise<ScoredToken[]> {
    const { from = 1, top = 0, headsOff, signal } = options;
    if (from < 1) throw new RangeError("The first token has no context: score from position 1 on");
    const answer = await answerOf({ score: tokens, from, top, headsOff }, signal);
    backend = (answer && "scores" in answer ? answer : model).backend;
    if (answer === null) return await model.score(tokens, options);
    if (!("scores" in answer)) throw new TypeError(STRANGE);
    return [...answer.scores];
  }

  async function inside(
    tokens: readonly TokenId[],
    top = 3,
    headsOff?: LogitsOptions["headsOff"],
  ): Promise<Insides> {
    const answer = await answerOf({ inside: tokens, top, headsOff });
    if (answer === null) return await (model as Partial<EmbeddedModel>).inside!(tokens, top, headsOff);
    if (!("insides" in answer)) throw new TypeError(STRANGE);
    return answer.insides;
  }

  return {
    ...model,
    get backend() {
      return backend;
    },
    ...("inside" in model && { inside }),
    logits: read,
    score,
    dispose() {
      for (const { port } of threads) port.terminate();
      threads.clear();
      return model.dispose();
    },
  };
}

function startThreads({ start, count, create }: ThreadOptions): Set<Thread> {
  const threads = new Set<Thread>();
  for (let i = 0; i < count; i++) {
    const port = tryCreate(create);
    if (port === null) break;
    const thread: Thread = { port, waiting: new Map() };
    port.onmessage = ({ data }) => {
      thread.waiting.get(data.id)?.resolve(data);
      thread.waiting.delete(data.id);
    };
    port.onerror = (event) => {
      // Else a thread's fault ends the server.
      event.preventDefault();
      threads.delete(thread);
      for (const { reject } of thread.waiting.values()) reject(new ThreadLost(event.message));
      port.terminate();
    };
    port.postMessage(start);
    threads.add(thread);
  }
  return threads;
}

function tryCreate(create: () => ThreadPort): ThreadPort | null {
  try {
    return create();
  } catch {
    return null;
  }
}

function idlest(threads: Set<Thread>): Thread | undefined {
  return [...threads].sort((a, b) => a.waiting.size - b.waiting.size)[0];
}

function ask(
  { port, waiting }: Thread,
  question: ThreadQuestion | ScoreQuestion | InsidesQuestion,
  signal?: AbortSignal,
): Promise<ThreadAnswer> {
  return new Promise((resolve, reject) => {
    const cancel = () => port.postMessage({ cancel: question.id });
    signal?.addEventListener("abort", cancel, { once: true });
    const settle = () => signal?.removeEventListener("abort", cancel);
    waiting.set(question.id, {
      resolve: (answer) => (settle(), resolve(answer)),
      reject: (error) => (settle(), reject(error)),
    });
    port.postMessage(question);
  });
}
