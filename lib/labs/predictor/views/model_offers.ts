/**
 * The models that a page offers, with what this device makes of them.
 *
 * @module
 */
import type { ModelNames } from "@/lib/labs/predictor/model_choice.ts";
import type { DeviceCapabilities } from "@/lib/models/device.ts";
import type { ModelDescription } from "@/lib/models/model_provider.ts";

/** Whether a device runs a model. */
type ModelFit = "good" | "slow" | "no" | "unknown";

/** A model that can be loaded. */
export interface OfferView {
  readonly name: string;
  readonly title: string;
  readonly revision: string;
  readonly license: string | null;
  readonly parameters: number | null;
  /** Tokens. */
  readonly contextLength: number | null;
  readonly downloadBytes: number | null;
  readonly memoryBytes: number | null;
  readonly cached: boolean;
  readonly fit: ModelFit;
  /** The fit in words. */
  readonly fitNote: string;
}

/** The offers of a page: the one in front, and the others. */
export interface Offers {
  readonly first: readonly OfferView[];
  readonly more: readonly OfferView[];
}

/** What is offered first where a link names no model: small enough to try, large enough to write. */
export const RECOMMENDED = "HuggingFaceTB/SmolLM2-135M-Instruct";

/** A WASM heap ends at 4 GiB, and loading takes some room beside the weights. */
const WASM_LIMIT_BYTES = 3.5 * 1024 ** 3;
/** From here on decoding on WASM takes longer than reading. */
const SLOW_PARAMETERS = 4e8;

/** What a page knows of models. */
interface OfferSources {
  readonly catalog: readonly ModelDescription[];
  /** Descriptions that were looked up; they take the catalog's place. */
  readonly described: readonly ModelDescription[];
  /** The model that the experiment names. */
  readonly named: ModelNames;
  /** Whether that model is there to answer. */
  readonly answers: boolean;
  readonly device: DeviceCapabilities | null;
}

/** Sorts the known models into the offer in front and the others. The model that answers is not offered. */
export function modelOffers({ catalog, described, named, answers, device }: OfferSources): Offers {
  const known = [
    ...catalog.map((entry) => described.find(({ id }) => id.name === entry.id.name) ?? entry),
    ...described.filter(({ id }) => !catalog.some((entry) => entry.id.name === id.name)),
  ];
  const offered = known.filter(({ id }) => !(answers && id.name === named.model));
  const front = !answers ? named.model : RECOMMENDED;
  const first = offered.filter(({ id }) => id.name === front);
  return {
    first: first.map((description) => offerOf(description, device)),
    more: offered.filter((each) => !first.includes(each)).map((each) => offerOf(each, device)),
  };
}

/** One description as an offer. */
export function offerOf(description: ModelDescription, device: DeviceCapabilities | null): OfferView {
  const { id, title, license, parameters, contextLength, downloadBytes, memoryBytes, cached } = description;
  const facts = { license, parameters, contextLength, downloadBytes, memoryBytes, cached };
  return { name: id.name, title, revision: id.revision, ...facts, ...fitOf(description, device) };
}

/** What a device runs models on, in words. */
export function describeDevice(device: DeviceCapabilities | null): string {
  if (device === null) return "What this device runs is measured when a model is loaded.";
  const threads = device.threads === 1 ? "1 thread" : `${device.threads} threads`;
  const wasm = `WASM with ${threads}`;
  return device.webgpu
    ? `This device: WebGPU${
      device.shaderF16 ? "" : " without 16-bit floats"
    }, ${wasm}. The faster one is measured.`
    : `This device: ${wasm}; WebGPU was not found.`;
}

function fitOf(
  { id, parameters, memoryBytes }: ModelDescription,
  device: DeviceCapabilities | null,
): { fit: ModelFit; fitNote: string } {
  if (device === null || memoryBytes === null) return { fit: "unknown", fitNote: "" };
  // This site's own engine, which alone reads safetensors, computes in WASM.
  const onlyWasm = id.dtype === "safetensors";
  if (device.webgpu && !onlyWasm) return { fit: "good", fitNote: "runs here" };
  if (memoryBytes > WASM_LIMIT_BYTES) {
    const others = onlyWasm ? "choose a repository with ONNX weights" : "it needs a device with WebGPU";
    return { fit: "no", fitNote: `too large for WASM: ${others}` };
  }
  return parameters !== null && parameters > SLOW_PARAMETERS
    ? { fit: "slow", fitNote: "runs here, slowly: without WebGPU" }
    : { fit: "good", fitNote: "runs here" };
}
