import { type ConfigReader, peek, settle } from "@/lib/lm/kv_cache/config/reader.ts";
import { isRecord } from "@/lib/lm/kv_cache/config/record.ts";

const OTHER_TYPES =
  /^(?:bert|distilbert|roberta|xlm-roberta|camembert|electra|albert|mpnet|deberta|modernbert$|nomic_bert|longformer|big_bird|vit|clip|siglip)/;
const ENCODER_DECODERS =
  /^(?:t5|mt5|umt5|longt5|switch_transformers|bart|mbart|plbart|mvp|led|pegasus|bigbird_pegasus|whisper|marian|m2m_100|nllb|blenderbot|prophetnet|moonshine|florence2|speecht5|seamless|fsmt|dia$|pop2piano|pix2struct|nougat|encoder-decoder|vision-encoder-decoder|speech-encoder-decoder)/;

/** Architectures whose caches follow no rule that this reader knows. */
const UNKNOWN_CACHES =
  /^(?:deepseek_?v?4|huginn|gla|retnet|hgrn2?|delta_net|gated_deltanet|gsa|lightning_attn|transfo-xl|xlnet|reformer|blt)/;

/** Why a configuration of a type has no cache that can be read here; null where nothing speaks against it. */
export function refusal(config: ConfigReader, type: string): string | null {
  if (OTHER_TYPES.test(type)) {
    return `A model of type ${type} reads a text at once and keeps no cache between tokens.`;
  }
  if (ENCODER_DECODERS.test(type) || isEncoderDecoder(config)) {
    return "This model encodes a text and decodes another: only decoder-only models are read.";
  }
  if (UNKNOWN_CACHES.test(type)) return `The cache of a model of type ${type} is not known here.`;
  return null;
}

function isEncoderDecoder(config: ConfigReader): boolean {
  settle(config, "is_encoder_decoder");
  const isTwofold = Number(peek(config, "encoder_layers")) > 0 && Number(peek(config, "decoder_layers")) > 0;
  const hasBoth = isRecord(peek(config, "encoder")) && isRecord(peek(config, "decoder"));
  return peek(config, "is_encoder_decoder") === true || isTwofold || hasBoth;
}
