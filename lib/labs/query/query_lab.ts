/**
 * The state of a page that calculates from its query: its experiment, in the words that its fields show. No DOM.
 *
 * @module
 */
import { batch, computed, type ReadonlySignal } from "@preact/signals";
import { type FieldTable, formatFields, type Notice } from "@/lib/experiment/codec.ts";
import { BadValue } from "@/lib/experiment/fields/field.ts";
import type { Drafts } from "@/lib/labs/experiment/drafts.ts";
import { createExperiment, type Experiment, type FieldName } from "@/lib/labs/experiment/experiment.ts";
import { openFields } from "@/lib/labs/experiment/open_fields.ts";
import type { ExperimentPorts } from "@/lib/labs/experiment/ports.ts";

/** A page's state and what can be done to it. */
export interface QueryLab<Q extends object> extends Omit<Experiment<Q>, "query" | "drafts" | "notices"> {
  readonly query: ReadonlySignal<Q>;
  readonly drafts: ReadonlySignal<Drafts>;
  /** Parts of the address that could not be used, and whether it can hold what is shown; one sentence each. */
  readonly notices: ReadonlySignal<readonly string[]>;
  /** The text that a field shows: as typed, else as the address writes it. */
  text(name: FieldName<Q>): string;
  error(name: FieldName<Q>): string | null;
  /** Takes what was typed into a field; what cannot be read is kept with its reason, and changes no result. */
  type(name: FieldName<Q>, text: string): void;
  dismissNotices(): void;
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
  ports: ExperimentPorts,
  read: (params: URLSearchParams) => URLSearchParams = (given) => given,
): QueryLab<Q> {
  const kind = {
    base,
    fields,
    format: (query: Q) => formatFields(fields, query),
    read: (given: URLSearchParams) => openFields(fields, read(given)),
    unbounded: [],
  };
  const experiment = createExperiment<Q>(kind, kind.read(params), ports);
  const { query, drafts, leftOut } = experiment;
  const sentences = computed(() => experiment.notices.value.map(sentenceOf));
  function type(name: FieldName<Q>, text: string): void {
    const field = fields[name];
    const value = text === "" && !field.acceptsEmpty ? field.initial : field.parse([text]);
    if (value instanceof BadValue) return experiment.refuse(name, text, value.reason);
    batch(() => {
      experiment.set({ [name]: value } as unknown as Partial<Q>);
      drafts.value = { ...drafts.peek(), [name]: { text, error: null } };
    });
  }
  return {
    ...experiment,
    type,
    notices: computed(() => leftOut.value.length > 0 ? [...sentences.value, TOO_LONG] : sentences.value),
    text(name) {
      const value = query.value[name];
      return drafts.value[name]?.text ?? (value === null ? "" : fields[name].format(value).join("\n"));
    },
    error: (name) => drafts.value[name]?.error ?? null,
    dismissNotices: () => void (experiment.notices.value = []),
  };
}

function sentenceOf({ name, value, reason }: Notice): string {
  return `${name}=${value} ${reason}.`;
}
