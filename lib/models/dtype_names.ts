/** The weight formats that a repository can have, best first: ONNX as transformers.js names them, and safetensors. */
export const DTYPES = ["q4", "q8", "int8", "uint8", "fp32", "bnb4", "q4f16", "fp16", "safetensors"] as const;

/** One of {@linkcode DTYPES}. */
export type Dtype = typeof DTYPES[number];
