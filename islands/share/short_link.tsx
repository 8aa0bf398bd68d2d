/**
 * The short link in the Share dialog: where the site stores experiments, a form; else the sentence that it does not.
 *
 * @module
 */
import { useEffect, useMemo } from "preact/hooks";
import { CopyField } from "./copy_field.tsx";
import { experimentKey } from "@/lib/labs/share/print/printed_link.ts";
import {
  createShortLink,
  EXPIRIES,
  type Expiry,
  type ShortLinkLab,
  type ShortLinkStatus,
} from "@/lib/labs/share/short_link.ts";
import { MAX_NOTE_LENGTH, MAX_TITLE_LENGTH } from "@/lib/experiment/store/stored_experiment.ts";
import { ErrorBox } from "@/lib/ui/page/error_box.tsx";
import { SelectField } from "@/lib/ui/form/select_field.tsx";

interface ShortLinkProps {
  /** Path of the page. */
  readonly page: string;
  readonly query: Record<string, string | string[]>;
  /** What the page shows, to be stored with it; null where it shows nothing. */
  readonly readResults: () => unknown | null;
  /** Whether this site stores experiments. */
  readonly isStoreThere: boolean;
}

/** Makes a short link. */
export function ShortLink({ isStoreThere, ...source }: ShortLinkProps) {
  const lab = useMemo(() => createShortLink(source, (...request) => fetch(...request)), []);
  const status = lab.status.value;
  if (!isStoreThere) {
    return (
      <p class="small quiet">
        This site stores no experiments: the long link is used, which holds the whole experiment.
      </p>
    );
  }
  return (
    <div class="short-link" data-status={status.kind}>
      {status.kind === "made" ? <Made lab={lab} status={status} /> : <Form lab={lab} status={status} />}
    </div>
  );
}

const OPTIONS = EXPIRIES.map((days) => ({
  value: String(days),
  label: days === null ? "never" : `after ${days} days`,
}));

function Form({ lab, status }: { readonly lab: ShortLinkLab; readonly status: ShortLinkStatus }) {
  const { title, note, expiry, withResults } = lab.draft.value;
  const set = (change: Partial<typeof lab.draft.value>) => {
    lab.draft.value = { ...lab.draft.peek(), ...change };
  };
  const submit = (event: Event) => {
    event.preventDefault();
    lab.create();
  };
  return (
    <form onSubmit={submit} aria-label="Short link" class="short-link">
      <p class="small">
        A short link stores the experiment on this site, with what you write here. Whoever has the link can
        read it.
      </p>
      <div class="field wide">
        <label for="short-link-title">Title</label>
        <input
          id="short-link-title"
          type="text"
          maxLength={MAX_TITLE_LENGTH}
          value={title}
          onInput={(event) => set({ title: event.currentTarget.value })}
        />
      </div>
      <div class="field wide">
        <label for="short-link-note">Note</label>
        <textarea
          id="short-link-note"
          rows={2}
          maxLength={MAX_NOTE_LENGTH}
          value={note}
          onInput={(event) => set({ note: event.currentTarget.value })}
        />
      </div>
      <SelectField
        label="Expires"
        name="short-link-expiry"
        value={String(expiry)}
        options={OPTIONS}
        onChange={(text) => set({ expiry: EXPIRIES.find((days) => String(days) === text) as Expiry })}
      />
      <label class="inline">
        <input
          type="checkbox"
          checked={withResults}
          onChange={(event) => set({ withResults: event.currentTarget.checked })}
        />
        Store results with it: what the page shows now, to be compared with what others see
      </label>
      {status.kind === "failed" && (
        <ErrorBox title="No short link was made." fine="What you wrote is still here.">
          {status.message}
        </ErrorBox>
      )}
      {status.kind === "deleted" && <p class="small" role="status">Deleted: its link leads nowhere now.</p>}
      <p>
        <button type="submit" disabled={status.kind === "storing"}>
          {status.kind === "storing" ? "Storing …" : "Create short link"}
        </button>
      </p>
    </form>
  );
}

interface MadeProps {
  readonly lab: ShortLinkLab;
  readonly status: Extract<ShortLinkStatus, { kind: "made" }>;
}

/** The link, and the token that deletes it: shown this once. */
function Made({ lab, status }: MadeProps) {
  const { link, deleting, problem } = status;
  // What is printed names it where the long link is too long for a QR code.
  useEffect(() => {
    Object.assign(document.documentElement.dataset, {
      shortLink: link.url,
      shortLinkOf: experimentKey(location.href, history.state),
    });
  }, []);
  return (
    <>
      <CopyField label="Short link" value={link.url} />
      <p class="small" role="status">
        Stored{link.expiresAt === null ? "" : ` until ${link.expiresAt.slice(0, 10)}`}. It cannot be changed,
        and only this token deletes it. It is shown this once: keep it, if you may want to delete the link
        later.
      </p>
      <CopyField label="Delete token" value={link.deleteToken} />
      {problem !== null && (
        <ErrorBox title="It was not deleted." fine="The link still works.">{problem}</ErrorBox>
      )}
      <p>
        <button type="button" disabled={deleting} onClick={lab.remove}>
          {deleting ? "Deleting …" : "Delete it"}
        </button>
      </p>
    </>
  );
}
