/**
 * The files of a repository that hold weights, by format; and what it lacks where there are none to read.
 *
 * @module
 */
import { type HubConfig, readHubConfig } from "@/lib/transformer/hub_config.ts";
import { UnknownModelError } from "@/lib/transformer/unknown_model_error.ts";
import { type Dtype, DTYPES } from "@/lib/models/dtype_names.ts";
import { DTYPE_FILES, SAFETENSORS, SAFETENSORS_FILE, SAFETENSORS_INDEX } from "@/lib/models/hub/dtypes.ts";
import type { HostedFile } from "@/lib/models/hub/hosted_file.ts";
import { knownFiles } from "@/lib/models/hub/known_files.ts";
import { ModelError } from "@/lib/models/model_provider.ts";
import type { HostOptions, RepositoryListing } from "@/lib/models/hub/repository_listing.ts";
import {
  oneSafetensorsFile,
  severalSafetensorsFiles,
  tooManyGigabytes,
} from "@/lib/models/hub/safetensors_files.ts";

/** Files by format: a graph with its external data, or safetensors in one file or several. */
export type WeightFiles = Readonly<Partial<Record<Dtype, readonly HostedFile[]>>>;

/**
 * Finds them. Safetensors count where this site's own engine computes the model, which alone reads them; several files
 * of them only where there is nothing else, since each question costs a request.
 *
 * @throws {ModelError} `unsupported`, if there are none, with what the repository lacks.
 */
export async function weightFiles(
  listing: RepositoryListing,
  config: HubConfig,
  options: Pick<HostOptions, "readFile">,
): Promise<WeightFiles> {
  const reason = reasonAgainst(config);
  const candidates = listing.probes ? probableDtypes(listing.address.name) : DTYPES;
  const found = await Promise.all(candidates.map(async (dtype) => {
    if (dtype === SAFETENSORS) {
      return [dtype, reason === null ? ifItFits(await oneSafetensorsFile(listing)) : null] as const;
    }
    const file = await listing.find(DTYPE_FILES[dtype]);
    return [dtype, file && [file, ...await externalData(listing, file, config)]] as const;
  }));
  const weights = Object.fromEntries(found.filter(([, files]) => files !== null));
  if (Object.keys(weights).length > 0) return weights;
  // A mirror of a model that the catalog knows may hold other files than its own repository.
  const unasked = reason === null && !candidates.includes(SAFETENSORS);
  const one = unasked ? ifItFits(await oneSafetensorsFile(listing)) : null;
  if (one !== null) return { [SAFETENSORS]: one };
  const several = reason === null ? await severalSafetensorsFiles(listing, options) : null;
  if (ifItFits(several) !== null) return { [SAFETENSORS]: several! };
  throw await nothingToRead(listing, reason, several);
}

function ifItFits(files: readonly HostedFile[] | null): readonly HostedFile[] | null {
  return files !== null && tooManyGigabytes(files) === null ? files : null;
}

const ADVICE = 'look for a repository with a folder "onnx", such as those of onnx-community';

async function nothingToRead(
  listing: RepositoryListing,
  reason: string | null,
  several: readonly HostedFile[] | null,
): Promise<ModelError> {
  const lacks = (what: string) =>
    new ModelError("unsupported", `"${listing.address.name}" has no ONNX weights${what}: ${ADVICE}`);
  const one = several === null && reason === null ? await oneSafetensorsFile(listing) : null;
  const size = tooManyGigabytes(several ?? one ?? []);
  if (size !== null) {
    const where = several === null ? "" : " in several files";
    return lacks(`, and its safetensors are ${size} GB${where}, where a tab has room for 4.3`);
  }
  const isThere = await listing.find(SAFETENSORS_FILE) ?? await listing.find(SAFETENSORS_INDEX);
  if (isThere && reason !== null) {
    return lacks(
      `, which are all that onnxruntime reads, and this site's own engine does not compute its ${SAFETENSORS_FILE}, since ${reason}`,
    );
  }
  if (isThere) return lacks(", and its safetensors are in several files, which are not all there");
  return lacks("");
}

/** Why this site's own engine does not compute a model; null where its configuration says nothing against it. */
function reasonAgainst(config: HubConfig): string | null {
  try {
    readHubConfig(config);
    return null;
  } catch (error) {
    if (error instanceof UnknownModelError) return error.message;
    throw error;
  }
}

/** Every format, unless the catalog knows which: each format that is missing costs a request that fails. */
function probableDtypes(name: string): readonly Dtype[] {
  const known = new Set(knownFiles(name).map((file) => file.path));
  const listed = DTYPES.filter((dtype) => known.has(DTYPE_FILES[dtype]));
  return listed.length > 0 ? listed : DTYPES;
}

/** The files `….onnx_data`, `….onnx_data_1` and so on that hold a graph's weights outside of it. */
async function externalData(
  listing: RepositoryListing,
  graph: HostedFile,
  config: object,
): Promise<HostedFile[]> {
  const { "transformers.js_config": settings } = config as { "transformers.js_config"?: object };
  const declared = settings !== undefined && "use_external_data_format" in settings;
  const parts: HostedFile[] = [];
  // A graph of some size holds its own weights; a small one may point at a file beside it.
  if (!declared && (graph.bytes ?? 0) > SELF_CONTAINED_BYTES) return parts;
  for (;;) {
    const suffix = parts.length === 0 ? "_data" : `_data_${parts.length}`;
    const part = await listing.find(graph.path + suffix);
    if (part === null) return parts;
    parts.push(part);
  }
}

const SELF_CONTAINED_BYTES = 100_000_000;
