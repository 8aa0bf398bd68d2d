/**
 * What a page wrote last to its entry of the history before it went. A reload may not see it: Chromium drops what is
 * written while a reload begins, and with it what changed in the last moment, the tokens of a run. So this tab keeps it
 * until the entry is opened again.
 *
 * @module
 */

/** The part of the Navigation API that names an entry; not in every browser. */
interface Navigable {
  readonly navigation?: { readonly currentEntry: { readonly key: string } | null };
}

/** What the entry that is shown was written to be; null where this page has not written it. */
let written: readonly [address: string, state: unknown] | null = null;

/** Writes the entry that is shown, or a new one. */
export function writeEntry(how: "replaceState" | "pushState", address: string, state: unknown): void {
  written = [address, state];
  history[how](state, "", address);
}

/** Another entry is shown. */
export function leaveEntry(): void {
  written = null;
}

/** Writes what is waiting, as the page goes, and keeps it. */
export function writeLast(flush: () => void): void {
  const entry = entryKey();
  flush();
  attempt(() => {
    if (written === null) sessionStorage.removeItem(storageKey());
    else sessionStorage.setItem(storageKey(), JSON.stringify([entry, ...written]));
  });
}

/** Makes the entry that is opened what it was written to be last, where it is not. */
export function takeLastWrite(): void {
  attempt(() => {
    const [entry, address, state] = JSON.parse(sessionStorage.getItem(storageKey()) ?? "[]");
    sessionStorage.removeItem(storageKey());
    if (entry === entryKey()) history.replaceState(state, "", address);
  });
}

/** The name that a browser has for the entry, whatever is written over it; without one, all that it holds. */
function entryKey(): string {
  return (globalThis as Navigable).navigation?.currentEntry?.key ??
    JSON.stringify([location.href, history.state]);
}

/** An embed beside the page has the same storage. */
function storageKey(): string {
  return `last-write ${location.pathname}`;
}

/** Storage can be blocked or full: then nothing is kept, and nothing breaks. */
function attempt(act: () => void): void {
  try {
    act();
  } catch {
    // The entry stays as it is.
  }
}
