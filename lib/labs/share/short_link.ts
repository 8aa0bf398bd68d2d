/**
 * Making a short link: what the author says of the experiment, storing it, and deleting it again. No DOM.
 *
 * @module
 */
import type { MadeLink } from "@/lib/labs/share/made_link.ts";
import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { storeExperiment, unstoreExperiment } from "@/lib/labs/share/store_request.ts";

/** Days after which an experiment expires; null for never. */
export const EXPIRIES = [null, 7, 30, 365] as const;

/** One of {@linkcode EXPIRIES}. */
export type Expiry = typeof EXPIRIES[number];

/** What the author adds. */
interface ShortLinkDraft {
  readonly title: string;
  readonly note: string;
  readonly expiry: Expiry;
  /** Whether what the page shows is stored with it. */
  readonly withResults: boolean;
}

/** Where making the link stands. */
export type ShortLinkStatus =
  | { readonly kind: "idle" | "storing" }
  | { readonly kind: "failed"; readonly message: string }
  | {
    readonly kind: "made";
    readonly link: MadeLink;
    readonly deleting: boolean;
    /** Why it could not be deleted; null where nothing went wrong. */
    readonly problem: string | null;
  }
  | { readonly kind: "deleted" };

/** What is stored. */
interface ShortLinkSource {
  readonly page: string;
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  /** What the page shows; null where it shows nothing that is finished. */
  readonly readResults: () => unknown | null;
}

/** The short link of an experiment. */
export interface ShortLinkLab {
  readonly draft: Signal<ShortLinkDraft>;
  readonly status: ReadonlySignal<ShortLinkStatus>;
  /** Stores the experiment. */
  create(): Promise<void>;
  /** Deletes what was stored. */
  remove(): Promise<void>;
}

/** Creates the short link of an experiment; `ask` is `fetch`. */
export function createShortLink(source: ShortLinkSource, ask: typeof fetch): ShortLinkLab {
  const draft = signal<ShortLinkDraft>({ title: "", note: "", expiry: null, withResults: true });
  const status = signal<ShortLinkStatus>({ kind: "idle" });

  async function create(): Promise<void> {
    if (status.peek().kind === "storing") return;
    status.value = { kind: "storing" };
    const outcome = await storeExperiment(bodyOf(source, draft.peek()), ask);
    status.value = "message" in outcome
      ? { kind: "failed", message: outcome.message }
      : { kind: "made", link: outcome, deleting: false, problem: null };
  }

  async function remove(): Promise<void> {
    const current = status.peek();
    if (current.kind !== "made" || current.deleting) return;
    status.value = { ...current, deleting: true, problem: null };
    const problem = await unstoreExperiment(current.link, ask);
    status.value = problem === null ? { kind: "deleted" } : { ...current, deleting: false, problem };
  }

  return { draft, status, create, remove };
}

function bodyOf(source: ShortLinkSource, draft: ShortLinkDraft): unknown {
  const { title, note, expiry, withResults } = draft;
  const results = withResults ? source.readResults() : null;
  return {
    page: source.page,
    query: source.query,
    ...(title.trim() !== "" && { title }),
    ...(note.trim() !== "" && { note }),
    ...(expiry !== null && { expires_in_days: expiry }),
    ...(results !== null && { results }),
  };
}
