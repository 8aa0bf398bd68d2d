import { z } from "zod";
import { MAX_CONFIG_LENGTH, MAX_HEADS, MAX_LAYERS } from "@/lib/experiment/fields/calculation_limits.ts";
import { KV_CACHE_FIELDS } from "@/lib/experiment/fields/kv_cache_query.ts";
import { choiceSchema, numberSchema } from "@/routes/api/calculations/schema_of.ts";
import { CACHE_PRESETS } from "@/lib/lm/kv_cache/cache_presets.ts";

const NUMBER = /^(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?$/i;
/** The longest number in a query, in characters. */
const LONGEST_NUMBER = 60;

const dtype = choiceSchema(KV_CACHE_FIELDS.dtype);

const fields = {
  batch: numberSchema(KV_CACHE_FIELDS.batch).default(1).describe("Sequences at the same time"),
  tokens: numberSchema(KV_CACHE_FIELDS.tokens).describe("Tokens of each sequence"),
  preset: z.enum(CACHE_PRESETS.map(({ id }) => id)).optional().describe("A published model"),
  config: z.record(z.string(), z.unknown()).optional().describe("A model's config.json"),
  layers: numberSchema(KV_CACHE_FIELDS.layers).optional().describe("Layers with attention"),
  kv_heads: z.union([
    z.int().min(1).max(MAX_HEADS),
    z.array(z.int().min(0).max(MAX_HEADS)).min(1).max(MAX_LAYERS),
  ])
    .optional()
    .describe("Heads with keys and values of their own: one number, or one for each layer"),
  head_dim: numberSchema(KV_CACHE_FIELDS.head_dim).optional().describe(
    "Elements of a head's key, and of its value",
  ),
  value_head_dim: numberSchema(KV_CACHE_FIELDS.value_head_dim).optional().describe(
    "Elements of a value where they are not head_dim",
  ),
  heads: numberSchema(KV_CACHE_FIELDS.heads).optional().describe("Query heads: they change no memory"),
  window: numberSchema(KV_CACHE_FIELDS.window).optional().describe("Tokens that sliding layers look back at"),
  window_layers: numberSchema(KV_CACHE_FIELDS.window_layers).optional().describe(
    "How many layers slide; default all",
  ),
  kv_lora_rank: numberSchema(KV_CACHE_FIELDS.kv_lora_rank).optional().describe(
    "Elements of the latent of multi-head latent attention",
  ),
  qk_rope_head_dim: numberSchema(KV_CACHE_FIELDS.qk_rope_head_dim).optional().describe(
    "Elements of its shared position key",
  ),
  state_layers: numberSchema(KV_CACHE_FIELDS.state_layers).optional().describe(
    "Further layers with a state that does not grow",
  ),
  state_size: numberSchema(KV_CACHE_FIELDS.state_size).optional().describe(
    "Elements of a sequence's state in one of them",
  ),
  dtype: dtype.default("bf16").describe("How keys and values are stored; int8 and int4 have fp16 scales"),
  key_dtype: dtype.optional().describe("How keys are stored, where not as dtype says"),
  value_dtype: dtype.optional().describe("How values are stored, where not as dtype says"),
  bytes_per_element: numberSchema(KV_CACHE_FIELDS.bytes_per_element).optional().describe(
    "Bytes of an element, in place of the types",
  ),
  state_dtype: dtype.default("fp32").describe("How states that do not grow are stored"),
  group_size: numberSchema(KV_CACHE_FIELDS.group_size).default(32).describe(
    "Elements that share a scale; 0 for no scales",
  ),
  block_size: numberSchema(KV_CACHE_FIELDS.block_size).default(16).describe(
    "Tokens of a block in the upper bound",
  ),
  memory_gib: numberSchema(KV_CACHE_FIELDS.memory_gib).optional().describe("Memory of the device in GiB"),
  weights_gib: numberSchema(KV_CACHE_FIELDS.weights_gib).optional().describe(
    "Weights in GiB; default those of the model where they are known",
  ),
  weight_dtype: dtype.default("bf16").describe("How the weights are stored"),
  generated: numberSchema(KV_CACHE_FIELDS.generated).default(256)
    .describe("Tokens of a sequence that were generated, for the work; the others are prompt"),
};

const NUMBERS = ["layers", "kv_heads", "head_dim"] as const;

/** A request: a model in one of three ways, and how it is used. */
export const kvCacheRequest = z.strictObject(fields).superRefine((input, context) => {
  const ways = [input.preset, input.config, NUMBERS.some((name) => input[name] !== undefined) || undefined];
  const given = ways.filter((way) => way !== undefined).length;
  if (given !== 1) {
    const message = "Give one of: preset; config; layers with kv_heads and head_dim";
    context.addIssue({ code: "custom", path: [], message });
  } else if (input.preset === undefined && input.config === undefined) {
    const latent = input.kv_lora_rank !== undefined;
    for (const name of latent ? NUMBERS.slice(0, 1) : NUMBERS) {
      if (input[name] === undefined) {
        context.addIssue({ code: "custom", path: [name], message: "Is missing" });
      }
    }
  }
}).meta({ oneOf: [{ required: ["preset"] }, { required: ["config"] }, { required: ["layers"] }] });

/** The same as a query's strings: numbers as digits, heads joined by commas, the configuration as JSON. */
export const kvCacheStrings = z.strictObject({
  ...mapFields(fields),
  config: z.string().max(MAX_CONFIG_LENGTH).transform(parseConfig).optional().describe(
    "A model's config.json",
  ),
  kv_heads: z.string().regex(/^\d+(,\d+)*$/, "Give a whole number, or one for each layer joined by commas")
    .transform(parseHeads).optional().describe("One number, or one for each layer joined by commas"),
});

/** Numbers in a query are strings of digits; the rest are strings already. Absent fields stay absent. */
function mapFields(source: Readonly<Record<string, z.ZodType>>): Record<string, z.ZodType> {
  return Object.fromEntries(
    Object.entries(source).map(([name, field]) => {
      const description = field.description ?? "";
      const isText = ["preset", "dtype", "key_dtype", "value_dtype", "state_dtype", "weight_dtype"].includes(
        name,
      );
      const text = isText
        ? z.string()
        : z.string().max(LONGEST_NUMBER).regex(NUMBER, "Is not a number").transform(Number);
      return [name, (name === "tokens" ? text : text.optional()).describe(description)];
    }),
  );
}

function parseHeads(text: string): number | number[] {
  const heads = text.split(",").map(Number);
  return heads.length === 1 ? heads[0]! : heads;
}

function parseConfig(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: "custom", message: "Is not JSON" });
    return z.NEVER;
  }
}
