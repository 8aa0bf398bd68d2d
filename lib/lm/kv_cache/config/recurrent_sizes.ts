import type { StateLayers } from "@/lib/lm/kv_cache/cache_layers.ts";
import { type ConfigReader, count, field, settle, text } from "@/lib/lm/kv_cache/config/reader.ts";

/** The state of a recurrent layer of recurrent_gemma, RWKV or xLSTM; null where the configuration lacks a size. */
export function recurrentState(config: ConfigReader): StateLayers | null {
  const type = text(config, "model_type");
  if (type === "xlstm") return matrixMemory(config);
  const hidden = count(config, "hidden_size");
  if (type === "rwkv") {
    const width = count(config, "attention_hidden_size") ?? hidden;
    return width ? recurrent(5 * width, 0) : null;
  }
  if (type.startsWith("rwkv")) return matrixOfHeads(config, hidden);
  const width = count(config, "lru_width") ?? hidden;
  return width ? recurrent(width, width * ((count(config, "conv1d_width") ?? 4) - 1)) : null;
}

/** RWKV from its fifth version on: a square matrix a head, and the token before for each of two mixings. */
function matrixOfHeads(config: ConfigReader, hidden: number | null): StateLayers | null {
  const width = count(config, "attention_hidden_size") ?? hidden;
  const dim = count(config, "head_size", "head_dim") ?? 64;
  if (!width || !hidden || width % dim !== 0) return null;
  count(config, "num_attention_heads", "num_heads");
  return recurrent(width * dim + 2 * hidden, 0);
}

/** xLSTM: a matrix, a vector and a number for each head. */
function matrixMemory(config: ConfigReader): StateLayers | null {
  const hidden = count(config, "hidden_size", "embedding_dim"), heads = count(config, "num_heads");
  if (!hidden || !heads) return null;
  const key = hidden * factor(config, "qk_dim_factor", 0.5) / heads;
  const value = hidden * factor(config, "v_dim_factor", 1) / heads;
  settle(config, "qk_head_dim", "v_head_dim");
  const elements = heads * (key * value + key + 1);
  return Number.isInteger(elements) ? recurrent(elements, 0) : null;
}

function factor(config: ConfigReader, name: string, usual: number): number {
  const value = field(config, name);
  return typeof value === "number" && value > 0 && value <= 16 ? value : usual;
}

function recurrent(stateSize: number, convolutionSize: number): StateLayers {
  return { kind: "recurrent", count: 1, stateSize, convolutionSize };
}
