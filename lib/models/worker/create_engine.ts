/**
 * The engine that a load asks for. A model that this site's own one does not compute goes to onnxruntime in the same
 * worker, with the reason.
 *
 * @module
 */
import { UnknownModelError } from "@/lib/transformer/unknown_model_error.ts";
import type { CreateEngine, Engine, EngineOptions } from "@/lib/models/engine.ts";
import { toModelError } from "@/lib/models/engine/engine_error.ts";
import { createTransformersEngine } from "@/lib/models/engine/transformers_engine.ts";
import { SAFETENSORS } from "@/lib/models/hub/dtypes.ts";
import { ModelError } from "@/lib/models/model_provider.ts";
import { createOwnEngine, type StartOps } from "@/lib/models/own/own_engine.ts";
import { startKernel } from "@/lib/models/own/start_kernel.ts";

/** Loads a model. @param createOther The engine for what this site's own one does not compute. @throws {ModelError} */
export async function createEngine(
  options: EngineOptions,
  startOps: StartOps = startKernel,
  createOther: CreateEngine = createTransformersEngine,
): Promise<Engine> {
  if (options.spec.backend !== "kernel") return await createOther(options);
  try {
    return await createOwnEngine(options, startOps);
  } catch (error) {
    if (!(error instanceof UnknownModelError)) throw toModelError(error);
    if (options.spec.dtype === SAFETENSORS) throw notComputed(error);
    const spec = { ...options.spec, backend: "wasm" as const };
    return withNotice(await createOther({ ...options, spec }), error.message);
  }
}

/** onnxruntime cannot take over where there is no ONNX. */
function notComputed(reason: UnknownModelError): ModelError {
  const message =
    `This site's own engine does not compute this model: ${reason.message}. onnxruntime cannot either, since it reads no safetensors: look for a repository with ONNX weights`;
  return new ModelError("unsupported", message, { cause: reason });
}

function withNotice(engine: Engine, reason: string): Engine {
  const { report } = engine.facts;
  const notice = `This site's own engine does not compute this model: ${reason}. onnxruntime does`;
  return {
    ...engine,
    facts: { ...engine.facts, report: { ...report, notices: [...report.notices, notice] } },
  };
}
