/** One of PyTorch's answers that come with the models. */
export interface ExpectedAnswer {
  readonly text: string;
  readonly top20: readonly { readonly id: number; readonly log_probability: number }[];
}

/** The repository. */
export const SMOLLM2 = "HuggingFaceTB/SmolLM2-135M-Instruct";

/** The folder of models that MODEL_MIRROR names and what PyTorch answers; null where SmolLM2 is not in it. */
export function smollm2Expected(): { folder: string; answer: ExpectedAnswer; tolerance: number } | null {
  const folder = Deno.env.get("MODEL_MIRROR") ?? "";
  try {
    Deno.statSync(`${folder}/${SMOLLM2}/resolve/main/onnx/model_q4.onnx`);
    const { prompts, tolerance } = JSON.parse(Deno.readTextFileSync(`${folder}/expected.json`));
    return { folder, answer: prompts[0], tolerance: tolerance.log_probability_wasm };
  } catch {
    return null;
  }
}
