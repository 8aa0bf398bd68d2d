import type { QueryLab } from "@/lib/labs/query/query_lab.ts";

/** Props of {@linkcode Unread}. */
export interface UnreadProps<Q extends object> {
  readonly lab: QueryLab<Q>;
  /** How the fields are labeled on the page. */
  readonly labels: Readonly<Partial<Record<Extract<keyof Q, string>, string>>>;
}

/**
 * Says above a result which value cannot be used, in its label's words, that what stands below is not of it, and
 * offers the value that is.
 */
export function Unread<Q extends object>({ lab, labels }: UnreadProps<Q>) {
  const names = Object.keys(lab.fields) as Extract<keyof Q, string>[];
  const wrong = names.filter((name) => lab.error(name) !== null);
  if (wrong.length === 0) return null;
  return (
    <div class="unread" role="status">
      {wrong.map((name) => (
        <p key={name} data-unread={name}>
          <b>{labels[name] ?? name} {lab.error(name)}.</b>{" "}
          Nothing is computed for it; what is grey below is of{" "}
          <button
            type="button"
            class="link"
            onClick={() => lab.set({ [name]: lab.query.peek()[name] } as unknown as Partial<Q>)}
          >
            {shown(lab, name)}
          </button>
        </p>
      ))}
    </div>
  );
}

function shown<Q extends object>(lab: QueryLab<Q>, name: Extract<keyof Q, string>): string {
  const value = lab.query.value[name];
  const text = value === null ? "no value" : lab.fields[name].format(value).join(", ");
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
