/**
 * A hub repository as a model that can be loaded here, or the reason why it cannot.
 *
 * @module
 */
import { catalogEntry } from "@/lib/models/hub/catalog.ts";
import { type DtypeSupport, isLowBit, usableDtypes } from "@/lib/models/hub/dtypes.ts";
import type { Dtype } from "@/lib/models/dtype_names.ts";
import { totalBytes } from "@/lib/models/hub/hosted_file.ts";
import type { HostedFile } from "@/lib/models/hub/hosted_file.ts";
import { baseUrl, type HubAddress } from "@/lib/models/hub/hub_address.ts";
import {
  assertCausal,
  type ConfigFacts,
  configFacts,
  parseModelConfig,
} from "@/lib/models/hub/model_config.ts";
import { type ModelDescription, ModelError } from "@/lib/models/model_provider.ts";
import {
  type HostOptions,
  listRepository,
  type RepositoryListing,
} from "@/lib/models/hub/repository_listing.ts";
import { type WeightFiles, weightFiles } from "@/lib/models/hub/weight_files.ts";

/** Everything about a repository that a load needs: plain data, so that it can be stored. */
export interface Repository extends ConfigFacts {
  readonly address: HubAddress;
  readonly license: string | null;
  /** Configuration and tokenizer. */
  readonly common: readonly HostedFile[];
  /** For each weight format that the repository has. */
  readonly weights: WeightFiles;
}

/** Small files by path, as they were read: a load of the model does not ask for them again. */
type Contents = Map<string, string>;

const OPTIONAL_FILES = ["generation_config.json", "tokenizer_config.json"];

/**
 * Reads what a repository holds.
 *
 * @throws {ModelError} `not_found`, `unsupported` or `download`, with what to do.
 */
export async function readRepository(address: HubAddress, options: HostOptions): Promise<Repository> {
  const listing = await listRepository(address, options);
  const contents: Contents = new Map();
  const config = await readConfig(listing, contents, options);
  assertCausal(config);
  const common = await commonFiles(listing, contents, options);
  const weights = await weightFiles(listing, config, options);
  const facts = configFacts(config);
  const known = catalogEntry(address.name);
  return {
    address: listing.address,
    license: listing.license ?? known?.license ?? null,
    common,
    weights,
    ...facts,
    parameters: known?.parameters ?? listing.parameters ?? facts.parameters,
  };
}

/** The formats of a repository that a device runs, best first. */
export function repositoryDtypes(repository: Repository, support: DtypeSupport): Dtype[] {
  return usableDtypes(Object.keys(repository.weights), support);
}

/** The files that a load of one format reads. */
export function repositoryFiles(repository: Repository, dtype: Dtype): HostedFile[] {
  return [...repository.common, ...repository.weights[dtype] ?? []];
}

/** A repository as the page shows it, in one weight format. */
export function describeRepository(
  repository: Repository,
  dtype: Dtype,
  dtypes: readonly Dtype[],
  cached: boolean,
): ModelDescription {
  const { name, revision } = repository.address;
  const files = repositoryFiles(repository, dtype);
  return {
    id: { name, revision, dtype },
    title: catalogEntry(name)?.title ?? name.slice(name.indexOf("/") + 1),
    license: repository.license,
    parameters: repository.parameters,
    contextLength: repository.contextLength,
    vocabularySize: repository.vocabularySize,
    files,
    downloadBytes: totalBytes(files),
    memoryBytes: memoryBytes(repository, dtype),
    dtypes,
    cached,
  };
}

/** Bytes of the weights as WASM holds them: 4 bytes a parameter where they are expanded, else as they are stored. */
function memoryBytes(repository: Repository, dtype: Dtype): number | null {
  if (!isLowBit(dtype)) return totalBytes(repository.weights[dtype] ?? []);
  return repository.parameters === null ? null : 4 * repository.parameters;
}

async function readConfig(listing: RepositoryListing, contents: Contents, options: HostOptions) {
  const file = await listing.find("config.json");
  const { host, name, revision } = listing.address;
  const bytes = file && await readSmall(listing, file, contents, options);
  if (bytes === null) {
    // A name of the catalog is spelled right: a mirror holds what its owner chose.
    const advice = catalogEntry(name) === null ? "check the spelling" : "choose one that this host holds";
    throw new ModelError(
      "not_found",
      `There is no model "${name}" at revision "${revision}" on ${new URL(host).host}: ${advice}`,
    );
  }
  return parseModelConfig(bytes);
}

async function commonFiles(
  listing: RepositoryListing,
  contents: Contents,
  options: HostOptions,
): Promise<HostedFile[]> {
  const [config, tokenizer, ...optional] = await Promise.all(
    ["config.json", "tokenizer.json", ...OPTIONAL_FILES].map((path) => listing.find(path)),
  );
  if (!tokenizer) {
    throw new ModelError(
      "unsupported",
      `"${listing.address.name}" has no tokenizer.json: look for a repository made for transformers.js`,
    );
  }
  const template = await templateFile(listing, optional[1] ?? null, contents, options);
  const files = [config ?? null, tokenizer, ...optional, template].filter((file) => file !== null);
  return files.map((file) => {
    const content = contents.get(file.path);
    return content === undefined ? file : { ...file, content };
  });
}

/** The chat template may lie in a file of its own; it is asked for only where the usual place lacks it. */
async function templateFile(
  listing: RepositoryListing,
  tokenizerConfig: HostedFile | null,
  contents: Contents,
  options: HostOptions,
): Promise<HostedFile | null> {
  const bytes = tokenizerConfig && await readSmall(listing, tokenizerConfig, contents, options);
  const inside = bytes !== null && new TextDecoder().decode(bytes).includes('"chat_template"');
  return inside ? null : await listing.find("chat_template.jinja");
}

async function readSmall(
  listing: RepositoryListing,
  file: HostedFile,
  contents: Contents,
  options: HostOptions,
) {
  const bytes = await options.readFile(baseUrl(listing.address) + file.path, file);
  if (bytes !== null) contents.set(file.path, new TextDecoder().decode(bytes));
  return bytes;
}
