/**
 * From named parts, wherever they are stored, to the weights of a model of the family; every shape is checked.
 *
 * @module
 */
import { blocksPerRow } from "@/lib/transformer/block_matrix.ts";
import { keyWidth, queryWidth, type TransformerConfig } from "@/lib/transformer/config.ts";
import type { HubModel } from "@/lib/transformer/hub_config.ts";
import type { Matrix } from "@/lib/transformer/matrix.ts";
import { UnknownModelError } from "@/lib/transformer/unknown_model_error.ts";
import type { LayerWeights, TransformerWeights } from "@/lib/transformer/weights/weights.ts";

/** A matrix of a layer. */
export type MatrixPart = "query" | "key" | "value" | "output" | "gate" | "up" | "down";

/** A vector of a layer. */
export type VectorPart =
  | "attentionNorm"
  | "feedForwardNorm"
  | "queryNorm"
  | "keyNorm"
  | `${HubModel["biases"][number]}Bias`;

/** Where weights come from; null for a part that is not there. */
export interface WeightSource {
  layerMatrix(layer: number, part: MatrixPart): Matrix | null;
  layerVector(layer: number, part: VectorPart): Float32Array | null;
  embedding(): Matrix | null;
  /** The output matrix, where it is stored apart or shared with the embedding under a name of its own. */
  head(): Matrix | null;
  norm(): Float32Array | null;
}

/**
 * Gathers a model's weights.
 *
 * @throws {UnknownModelError} If a part is missing or its shape does not fit the configuration.
 */
export function gatherWeights({ config, ...model }: HubModel, source: WeightSource): TransformerWeights {
  const { vocabulary, width } = config;
  const embedding = fitting(source.embedding(), "the embedding", vocabulary, width);
  const head = source.head() ?? (model.tied ? embedding : null);
  return {
    config,
    embedding,
    head: fitting(head, "the output matrix", vocabulary, width),
    layers: Array.from({ length: config.layers }, (_, index) => gatherLayer(config, model, source, index)),
    norm: vector(source.norm(), "the last norm", width),
  };
}

function gatherLayer(
  config: TransformerConfig,
  { biases, headNorms }: Omit<HubModel, "config">,
  source: WeightSource,
  index: number,
): LayerWeights {
  const { width, feedForward } = config;
  const shapes: { readonly [Part in MatrixPart]: readonly [rows: number, columns: number] } = {
    query: [queryWidth(config), width],
    key: [keyWidth(config), width],
    value: [keyWidth(config), width],
    output: [width, queryWidth(config)],
    gate: [feedForward, width],
    up: [feedForward, width],
    down: [width, feedForward],
  };
  const where = (part: string) => `"${part}" of layer ${index}`;
  const matrix = (part: MatrixPart) => fitting(source.layerMatrix(index, part), where(part), ...shapes[part]);
  const numbers = (part: VectorPart, length: number) =>
    vector(source.layerVector(index, part), where(part), length);
  const headWidth = queryWidth(config) / config.heads;
  return {
    attentionNorm: numbers("attentionNorm", width),
    query: matrix("query"),
    key: matrix("key"),
    value: matrix("value"),
    output: matrix("output"),
    feedForwardNorm: numbers("feedForwardNorm", width),
    gate: matrix("gate"),
    up: matrix("up"),
    down: matrix("down"),
    biases: Object.fromEntries(biases.map((part) => [part, numbers(`${part}Bias`, shapes[part][0])])),
    ...(headNorms && {
      headNorms: { query: numbers("queryNorm", headWidth), key: numbers("keyNorm", headWidth) },
    }),
  };
}

function fitting(matrix: Matrix | null, what: string, rows: number, columns: number): Matrix {
  if (matrix === null) throw new UnknownModelError(`its file has nothing under a known name for ${what}`);
  if (matrix.rows === rows && matrix.columns === columns && isWhole(matrix)) return matrix;
  const found = `[${matrix.rows}, ${matrix.columns}]`;
  throw new UnknownModelError(`${what} is ${found} and not the whole [${rows}, ${columns}]`);
}

function isWhole(matrix: Matrix): boolean {
  if ("data" in matrix) return matrix.data.length === matrix.rows * matrix.columns;
  if ("halves" in matrix) return matrix.halves.length === matrix.rows * matrix.columns;
  const blocks = matrix.rows * blocksPerRow(matrix);
  return matrix.quants.length === blocks * matrix.block * matrix.bits / 8 &&
    matrix.scales.length === blocks && matrix.offsets.length === blocks;
}

function vector(values: Float32Array | null, what: string, length: number): Float32Array {
  if (values === null) throw new UnknownModelError(`its file has nothing under a known name for ${what}`);
  if (values.length === length) return values;
  throw new UnknownModelError(`${what} has ${values.length} numbers and not ${length}`);
}
