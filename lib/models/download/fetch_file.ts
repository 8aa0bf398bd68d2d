/**
 * One file over an unreliable network: retried, resumed where it broke off, and never shorter or longer than
 * it should be.
 *
 * @module
 */
import { GrowingBytes, type PartSink } from "@/lib/models/download/growing_bytes.ts";
import { begunBytes, type PartSettings } from "@/lib/models/download/partial_download.ts";
import { byNetwork, Transient } from "@/lib/models/download/transient.ts";
import { wait } from "@/lib/models/download/wait.ts";
import { ModelError, type ModelFile } from "@/lib/models/model_provider.ts";

/** What a download needs from outside. */
export interface FetchFileOptions extends PartSettings {
  readonly fetch: typeof fetch;
  readonly signal: AbortSignal;
  /** Called with the bytes of this file received so far; falls back to 0 when a download starts over. */
  readonly onBytes: (received: number) => void;
  /** Waits before another attempt, in milliseconds; rejects when the signal aborts. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** A connection that is silent for longer is given up and resumed, in milliseconds. */
  readonly stallAfter: number;
  /** Is fed with the file while it arrives. */
  readonly hash?: PartSink | null;
}

/** Silence after which a connection is given up and resumed, in milliseconds. */
export const STALL_AFTER = 30_000;

/** Attempts in a row that may end without a single new byte. */
const MAX_FRUITLESS_ATTEMPTS = 7;
const MAX_WAIT = 30_000;

/**
 * Downloads a file; null where the host says that it does not exist (404 or 410).
 *
 * @throws {ModelError} `download` where the host refuses, `integrity` where it serves something else.
 * @throws The signal's reason, if it aborts.
 */
export async function fetchFile(
  url: string,
  file: ModelFile,
  options: FetchFileOptions,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const transfer: Transfer = { url, file, bytes: begunBytes(file, options), etag: null, options };
  for (let fruitless = 0, furthest = 0;;) {
    options.signal.throwIfAborted();
    const outcome = await attempt(transfer);
    if (!(outcome instanceof Transient)) return outcome;
    const reached = transfer.bytes?.length ?? 0;
    fruitless = reached > furthest ? 1 : fruitless + 1;
    furthest = Math.max(furthest, reached);
    if (fruitless >= MAX_FRUITLESS_ATTEMPTS) throw gaveUp(file, outcome);
    // A host may refuse ranges in a way that looks like no network: the last attempt asks for the whole file.
    if (fruitless === MAX_FRUITLESS_ATTEMPTS - 1) transfer.bytes?.clear();
    await options.wait(outcome.retryAfter ?? Math.min(MAX_WAIT, 500 * 2 ** (fruitless - 1)), options.signal);
  }
}

/** {@linkcode fetchFile} for a small text, whose progress nobody watches. */
export function readSmallFile(
  url: string,
  file: ModelFile,
  options: Pick<FetchFileOptions, "fetch" | "signal">,
): Promise<Uint8Array<ArrayBuffer> | null> {
  return fetchFile(url, file, { ...options, wait, onBytes: () => {}, stallAfter: STALL_AFTER });
}

interface Transfer {
  readonly url: string;
  readonly file: ModelFile;
  readonly options: FetchFileOptions;
  bytes: GrowingBytes | null;
  etag: string | null;
}

async function attempt(transfer: Transfer): Promise<Uint8Array<ArrayBuffer> | null | Transient> {
  const { signal, stallAfter } = transfer.options;
  const stall = stallGuard(stallAfter);
  let response: Response | null = null;
  try {
    response = await request(transfer, AbortSignal.any([signal, stall.signal]));
    if (response.status === 404 || response.status === 410) return await discard(response, null);
    await checkResponse(transfer, response);
    const expected = prepare(transfer, response);
    await readBody(transfer, response, stall.touch);
    return finish(transfer, expected);
  } catch (error) {
    // What nobody reads on is not sent on either.
    if (response !== null) await discard(response, null);
    if (signal.aborted) throw signal.reason;
    if (error instanceof ModelError) throw error;
    if (error instanceof Transient) return error;
    if (error instanceof RangeError) {
      throw new ModelError("out_of_memory", `There is no memory for "${transfer.file.path}"`, {
        cause: error,
      });
    }
    // Whatever the network throws has been named; this would fail again however often it is tried.
    throw new ModelError(
      "internal",
      `"${transfer.file.path}" was not read, by a fault of this site (${error})`,
      {
        cause: error,
      },
    );
  } finally {
    stall.stop();
  }
}

function request(transfer: Transfer, signal: AbortSignal): Promise<Response> {
  const received = transfer.bytes?.length ?? 0;
  return byNetwork(transfer.options.fetch(transfer.url, {
    signal,
    // The files are kept in the Cache API; a second copy in the HTTP cache would only take space.
    cache: "no-store",
    credentials: "omit",
    referrerPolicy: "no-referrer",
    headers: received > 0 ? { range: `bytes=${received}-` } : {},
  }));
}

async function checkResponse(transfer: Transfer, response: Response): Promise<void> {
  const { path } = transfer.file;
  if (response.status === 416) {
    transfer.bytes?.clear();
    await discard(response, null);
    throw new Transient("The host could not resume the file");
  }
  if (response.status === 408 || response.status === 429 || response.status >= 500) {
    await discard(response, null);
    throw new Transient(`The host answered ${response.status}`, retryAfter(response));
  }
  if (!response.ok) {
    await discard(response, null);
    throw new ModelError("download", `The host refused "${path}" with status ${response.status}`);
  }
  if (/^text\/html\b/i.test(response.headers.get("content-type") ?? "")) {
    await discard(response, null);
    throw new ModelError("integrity", `The host answered with a web page in place of "${path}"`);
  }
}

/** Makes room for the body; the length that the file must have in the end, null where nobody says. */
function prepare(transfer: Transfer, response: Response): number | null {
  const { file } = transfer;
  const offset = response.status === 206 ? transfer.bytes?.length ?? 0 : 0;
  if (response.status === 206 && !continues(transfer, response)) {
    transfer.bytes?.clear();
    throw new Transient("The host sent another part than was asked for");
  }
  if (offset === 0) transfer.bytes?.clear();
  transfer.etag = response.headers.get("etag");
  const announced = announcedLength(response, offset);
  // Another origin may hide that a body is compressed, and Content-Length is then another length.
  if (file.bytes !== null && announced !== null && announced !== file.bytes && response.type !== "cors") {
    throw new ModelError(
      "integrity",
      `"${file.path}" should have ${file.bytes} bytes and the host announces ${announced}: try again later`,
    );
  }
  transfer.bytes ??= new GrowingBytes(file.bytes ?? announced, transfer.options.hash ?? null);
  return file.bytes ?? announced;
}

/** Whether a partial answer goes on where we stopped, in the same file. Headers may be hidden: the hash decides then. */
function continues(transfer: Transfer, response: Response): boolean {
  const etag = response.headers.get("etag");
  const range = /^bytes (\d+)-/.exec(response.headers.get("content-range") ?? "");
  return (range === null || Number(range[1]) === transfer.bytes?.length) &&
    (etag === null || transfer.etag === null || etag === transfer.etag);
}

async function readBody(transfer: Transfer, response: Response, touch: () => void): Promise<void> {
  const bytes = transfer.bytes!;
  const { parts, onBytes } = transfer.options;
  let kept = bytes.length;
  onBytes(bytes.length);
  const reader = response.body?.getReader();
  try {
    while (reader) {
      const part = await byNetwork(reader.read());
      if (part.done) return;
      touch();
      const limit = transfer.file.bytes;
      if (limit !== null && bytes.length + part.value.length > limit) {
        throw new ModelError("integrity", `"${transfer.file.path}" is longer than its ${limit} bytes`);
      }
      bytes.push(part.value);
      onBytes(bytes.length);
      if (!parts || bytes.length - kept < parts.bytes) continue;
      parts.keep(bytes.from(kept), kept);
      kept = bytes.length;
    }
  } finally {
    reader?.releaseLock();
  }
}

function finish(transfer: Transfer, expected: number | null): Uint8Array<ArrayBuffer> {
  const bytes = transfer.bytes!;
  if (expected !== null && bytes.length < expected) {
    throw new Transient(`The connection ended after ${bytes.length} of ${expected} bytes`);
  }
  return bytes.take();
}

/** Length of the whole file by this answer; null for a compressed body, whose Content-Length is another. */
function announcedLength(response: Response, offset: number): number | null {
  const encoding = response.headers.get("content-encoding");
  const length = Number(response.headers.get("content-length") ?? NaN);
  return encoding !== null && encoding !== "identity" || !Number.isSafeInteger(length)
    ? null
    : offset + length;
}

function retryAfter(response: Response): number | null {
  const seconds = Number(response.headers.get("retry-after") ?? NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(MAX_WAIT, 1000 * seconds) : null;
}

async function discard<T>(response: Response, value: T): Promise<T> {
  // It is not needed: that it could not be ended either says nothing more.
  await response.body?.cancel().catch(() => undefined);
  return value;
}

function gaveUp(file: ModelFile, cause: Transient): ModelError {
  return new ModelError(
    "download",
    `"${file.path}" could not be downloaded (${cause.message}): check the connection and load again`,
    { cause },
  );
}

/** Aborts its signal when it is not touched for `milliseconds`. */
function stallGuard(milliseconds: number): { signal: AbortSignal; touch: () => void; stop: () => void } {
  const controller = new AbortController();
  const give = () => controller.abort(new Transient("The connection fell silent"));
  let timer = setTimeout(give, milliseconds);
  return {
    signal: controller.signal,
    touch: () => {
      clearTimeout(timer);
      timer = setTimeout(give, milliseconds);
    },
    stop: () => clearTimeout(timer),
  };
}
