/**
 * The state of a page that calculates from its query: what the fields hold, what was typed and cannot be read, and
 * what the address could not use. No DOM.
 *
 * @module
 */
import { batch, computed, type ReadonlySignal, signal } from "@preact/signals";
import { type FieldTable, type Notice, parseFields } from "@/lib/experiment/codec.ts";
import { BadValue } from "@/lib/experiment/fields/field.ts";

/** What a visitor typed into a field, as typed. */
export interface Draft {
  readonly text: string;
  /** Why it cannot be used, or null where it is the field's value. */
  readonly error: string | null;
}

/** Drafts by the name of their field. */
export type Drafts = Readonly<Record<string, Draft>>;

/** Where a page's state is kept outside of it. */
export interface QueryKeeper<Q> {
  /** The state changed by typing. */
  replace(query: Q): void;
  /** The state changed by an act that Back should undo. */
  push(query: Q): void;
}

/** A page's state and what can be done to it. */
export interface QueryLab<Q extends object> {
  /** Path of the page, where its addresses start. */
  readonly base: string;
  readonly fields: FieldTable<Q>;
  readonly query: ReadonlySignal<Q>;
  readonly drafts: ReadonlySignal<Drafts>;
  /** Parts of the address that could not be used, and whether it can hold what is shown; one sentence each. */
  readonly notices: ReadonlySignal<readonly string[]>;
  /** Whether everything that was typed could be read: the result is that of what is shown. */
  readonly isCurrent: ReadonlySignal<boolean>;
  /** Names of the fields that were changed last; none at first. */
  readonly moved: ReadonlySignal<readonly string[]>;
  /** The text that a field shows: as typed, else as the address writes it. */
  text(name: Extract<keyof Q, string>): string;
  error(name: Extract<keyof Q, string>): string | null;
  /** Takes what was typed into a field; what cannot be read is kept with its reason, and changes no result. */
  type(name: Extract<keyof Q, string>, text: string): void;
  set(patch: Partial<Q>): void;
  /** Takes the state of an address: a "show me", Back or Forward. */
  open(params: URLSearchParams, how: "push" | "restore"): void;
  dismissNotices(): void;
  /** Says whether the state is longer than an address may be. */
  markTooLong(isTooLong: boolean): void;
  /** Keeps later changes. */
  keepIn(keeper: QueryKeeper<Q>): void;
}

const TOO_LONG =
  "This is longer than an address can hold: this tab keeps it, also when it is loaded again, but a " +
  "link does not.";

/**
 * Creates the state of the page at `base` from an address' query.
 *
 * @param read What a page makes of an address' query before its fields are read; default nothing.
 */
export function createQueryLab<Q extends object>(
  fields: FieldTable<Q>,
  params: URLSearchParams,
  base: string,
  read: (params: URLSearchParams) => URLSearchParams = (given) => given,
): QueryLab<Q> {
  const opened = openFields(fields, read(params));
  const query = signal(opened.query);
  const drafts = signal(opened.drafts);
  const fromAddress = signal(opened.notices);
  const moved = signal<readonly string[]>([]);
  const isTooLong = signal(false);
  const notices = computed(() => isTooLong.value ? [...fromAddress.value, TOO_LONG] : fromAddress.value);
  const isCurrent = computed(() => Object.values(drafts.value).every(({ error }) => error === null));
  let keeper: QueryKeeper<Q> | null = null;

  function set(patch: Partial<Q>): void {
    batch(() => {
      moved.value = changedNames(fields, query.peek(), patch);
      query.value = { ...query.peek(), ...patch };
      drafts.value = without(drafts.peek(), Object.keys(patch));
    });
    keeper?.replace(query.peek());
  }

  function type(name: Extract<keyof Q, string>, text: string): void {
    const value = text === "" && !fields[name].acceptsEmpty
      ? fields[name].initial
      : fields[name].parse([text]);
    const error = value instanceof BadValue ? value.reason : null;
    batch(() => {
      if (!(value instanceof BadValue)) set({ [name]: value } as unknown as Partial<Q>);
      drafts.value = { ...drafts.peek(), [name]: { text, error } };
    });
    if (error !== null) keeper?.replace(query.peek());
  }

  function open(next: URLSearchParams, how: "push" | "restore"): void {
    const state = openFields(fields, read(next));
    batch(() => {
      query.value = state.query;
      drafts.value = state.drafts;
      fromAddress.value = state.notices;
    });
    if (how === "push") keeper?.push(state.query);
  }

  return {
    base,
    fields,
    query,
    drafts,
    notices,
    isCurrent,
    moved,
    text(name) {
      const value = query.value[name];
      return drafts.value[name]?.text ?? (value === null ? "" : fields[name].format(value).join("\n"));
    },
    error: (name) => drafts.value[name]?.error ?? null,
    type,
    set,
    open,
    dismissNotices: () => void (fromAddress.value = []),
    markTooLong: (value) => void (isTooLong.value = value),
    keepIn: (next) => void (keeper = next),
  };
}

/** The fields of a change whose value is another than before, as an address writes it. */
function changedNames<Q extends object>(fields: FieldTable<Q>, before: Q, patch: Partial<Q>): string[] {
  const names = Object.keys(patch) as Extract<keyof Q, string>[];
  const written = (name: Extract<keyof Q, string>, value: Q[typeof name]) =>
    value === null ? "" : fields[name].format(value).join("\n");
  return names.filter((name) => written(name, before[name]) !== written(name, patch[name] as Q[typeof name]));
}

interface Opened<Q> {
  readonly query: Q;
  readonly drafts: Drafts;
  readonly notices: readonly string[];
}

/** A value that cannot be used stays in its field, with the reason beside it; the page computes with the default. */
function openFields<Q extends object>(fields: FieldTable<Q>, params: URLSearchParams): Opened<Q> {
  const { query, notices } = parseFields(fields, params);
  const drafts: Record<string, Draft> = {};
  for (const { name, reason } of notices) {
    const given = params.getAll(name);
    if (name in fields && given.length === 1) drafts[name] = { text: given[0]!, error: reason };
  }
  return { query, drafts, notices: notices.map(sentenceOf) };
}

function sentenceOf({ name, value, reason }: Notice): string {
  return `${name}=${value} ${reason}.`;
}

function without(drafts: Drafts, names: readonly string[]): Drafts {
  return Object.fromEntries(Object.entries(drafts).filter(([name]) => !names.includes(name)));
}
