import type { ComponentChildren } from "preact";

interface StoredExperimentProps {
  /** Plain text of the author; null for none. */
  readonly title: string | null;
  readonly note: string | null;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** Milliseconds since 1970; null where it is kept for good. */
  readonly expiresAt: number | null;
  /** The author's results. */
  readonly children?: ComponentChildren;
}

const FORMAT = new Intl.DateTimeFormat("en", { dateStyle: "long", timeZone: "UTC" });

function Day({ time }: { readonly time: number }) {
  return <time dateTime={new Date(time).toISOString()}>{FORMAT.format(time)}</time>;
}

/** What an author says of a stored experiment, above the instrument that replays it. */
export function StoredExperiment(props: StoredExperimentProps) {
  const { title, note, createdAt, expiresAt, children } = props;
  const said = [title && "title", note && "note", children && "results"].filter(Boolean).join(", ");
  return (
    <section class="stored" aria-label="Stored experiment">
      <p class="small quiet">
        Stored experiment, unchanged since <Day time={createdAt} />
        {expiresAt === null ? ", kept until its author deletes it" : (
          <>
            , kept until <Day time={expiresAt} /> (UTC)
          </>
        )}.{said !== "" && ` The author’s own: ${said}.`}
      </p>
      {title !== null && <h2 dir="auto">{title}</h2>}
      {note !== null && <p class="note" dir="auto">{note}</p>}
      {children}
    </section>
  );
}
