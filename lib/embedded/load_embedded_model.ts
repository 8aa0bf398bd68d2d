/**
 * From a model's two files to a model that answers.
 *
 * @module
 */
import type { ModelFiles, ShippedModels, ShippedName } from "@/lib/embedded/shipped.ts";
import {
  createEmbeddedModel,
  createMaskedModel,
  createRecurrentModel,
  type ModelParts,
} from "@/lib/embedded/embedded_model.ts";
import type { ReaderClock } from "@/lib/embedded/context_reader.ts";
import { onThreads, type ThreadPort } from "@/lib/embedded/on_threads.ts";
import type { ThreadStart } from "@/lib/embedded/thread_messages.ts";
import { createGru } from "@/lib/recurrent/forward.ts";
import { readGruWeights } from "@/lib/recurrent/weights.ts";
import { createTokenizer } from "@/lib/transformer/byte_level_bpe.ts";
import { createTransformer } from "@/lib/transformer/forward.ts";
import type { Ops } from "@/lib/transformer/ops.ts";
import { PLAIN_OPS } from "@/lib/transformer/plain_ops.ts";
import { readWeights } from "@/lib/transformer/weights/weights.ts";

/** Where a shipped model's files are. JSON, so that a server can tell a page. */
export interface ShippedModel<Name extends ShippedName = ShippedName> {
  readonly name: Name;
  /** Beginning of its files' content hash. */
  readonly revision: string;
  /** Address of `model.safetensors`; changes with the content. */
  readonly weights: string;
  /** Address of `tokenizer.json`. */
  readonly tokenizer: string;
  /** Bytes of both files. */
  readonly bytes: number;
}

const MAKERS: {
  readonly [Name in ShippedName]: (parts: ModelParts, weights: Uint8Array, ops: Ops) => ShippedModels[Name];
} = {
  "parcel-gpt": (parts, weights, ops) =>
    createEmbeddedModel({ ...parts, transformer: createTransformer(readWeights(weights), { ops }) }),
  "parcel-gru": (parts, weights, ops) =>
    createRecurrentModel({ ...parts, gru: createGru(readGruWeights(weights), { ops }) }),
  "parcel-bert": (parts, weights, ops) =>
    createMaskedModel({ ...parts, transformer: createTransformer(readWeights(weights), { ops }) }),
};

/**
 * Makes a model of its files.
 *
 * @param ops What computes.
 * @param clock Time of its passes. Default: the page's or the server's own.
 * @throws {SyntaxError} If a file is damaged.
 */
export function readEmbeddedModel<Name extends ShippedName>(
  { name, revision }: Pick<ShippedModel<Name>, "name" | "revision">,
  files: ModelFiles,
  ops: Ops = PLAIN_OPS,
  clock?: ReaderClock,
): ShippedModels[Name] {
  const tokenizer = createTokenizer(JSON.parse(files.tokenizer));
  const backend = ops === PLAIN_OPS ? "cpu" : "kernel";
  return MAKERS[name]({ name, revision, tokenizer, backend, ...(clock && { clock }) }, files.weights, ops);
}

/** What a fetch needs from outside. */
interface FetchOptions {
  /** Default: the global one. */
  readonly fetch?: typeof fetch;
  /** Called with the bytes of both files received so far, unpacked. */
  readonly onBytes?: (received: number) => void;
  /** Starts a worker on embedded_worker.ts. Default: the model computes where it is. */
  readonly createThread?: (name: ShippedName) => ThreadPort;
  /** What computes where the model is. Default: plain TypeScript. */
  readonly ops?: Ops;
  /** Time of its passes where the model is. */
  readonly clock?: ReaderClock;
}

/**
 * Fetches a model's files, which the browser keeps since their addresses name their content.
 *
 * @throws {Error} If a file cannot be fetched.
 */
export async function fetchEmbeddedModel<Name extends ShippedName>(
  model: ShippedModel<Name>,
  { onBytes, createThread, ops, clock, ...options }: FetchOptions = {},
): Promise<ShippedModels[Name]> {
  let received = 0;
  const count = (bytes: number) => onBytes?.(received += bytes);
  const [weights, tokenizer] = await Promise.all(
    [model.weights, model.tokenizer].map((url) => fetchBytes(url, options.fetch ?? fetch, count)),
  );
  const files = { weights: weights!, tokenizer: new TextDecoder().decode(tokenizer) };
  const here = readEmbeddedModel(model, files, ops, clock);
  if (!createThread) return here;
  const start: ThreadStart = { name: model.name, revision: model.revision, files, kernel: "fetch" };
  return onThreads(here, { start, count: 1, create: () => createThread(model.name) });
}

/** What is said where a browser's own words for a request without an answer differ, and say little. */
const UNREACHED =
  "There is no connection, and this tab does not have the model yet: it comes with the network";

async function fetchBytes(
  url: string,
  fetchFile: typeof fetch,
  count: (bytes: number) => void,
): Promise<Uint8Array> {
  const response = await fetchFile(url).catch((error: unknown) => {
    throw error instanceof TypeError
      ? new TypeError(`${UNREACHED} (${error.message})`, { cause: error })
      : error;
  });
  if (!response.ok) {
    throw new Error(`The model's file ${url} cannot be fetched (${response.status}): try again`);
  }
  const counter = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      count(chunk.length);
      controller.enqueue(chunk);
    },
  });
  return new Uint8Array(await new Response(response.body!.pipeThrough(counter)).arrayBuffer());
}
