/**
 * A `tokenizer.json` put into words that @huggingface/tokenizers reads as the Python package does. Several of its
 * parts use JavaScript's `\s`, `\d` and `\w`, or pass over an option (docs/decisions/0025); its `Split` and
 * `Replace` take any expression, so each such part is written as one of these.
 *
 * @module
 */
import { BYTE_SYMBOLS } from "@/lib/lm/bpe/byte_symbols.ts";
import { partNames } from "@/lib/models/engine/tokenizer_bytes.ts";
import { PUNCTUATION } from "@/lib/models/engine/tokenizer_punctuation.ts";

/** One part of a tokenizer's description, with its options. */
interface Part {
  readonly type?: string;
  readonly [option: string]: unknown;
}

/** What a description holds, as far as it is rewritten here. */
interface Description {
  readonly normalizer?: Part | null;
  readonly pre_tokenizer?: Part | null;
  readonly model?: { readonly type?: string; readonly unk_token?: string | null; readonly vocab?: unknown };
}

/** GPT-2's pieces. Source: pat in https://github.com/openai/gpt-2/blob/master/src/encoder.py */
const GPT_2_PIECES = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";
/** Words and runs of other signs, with Unicode's word characters (UTS 18, annex C). */
const WORD = "\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\u200C\\u200D";
const WORDS_OR_SIGNS = `[${WORD}]+|[^\\s${WORD}]+`;
/** The blocks that the original BERT spaces out: is_chinese_char of BertNormalizer in the Python package. */
const CHINESE =
  "[\\u3400-\\u4DBF\\u4E00-\\u9FFF\\uF900-\\uFAFF\\u{20000}-\\u{2A6DF}\\u{2A700}-\\u{2CEAF}\\u{2F800}-\\u{2FA1F}]";

/** The same tokenizer, described so that its tokens in the browser are those in Python. */
export function exactDescription<T extends object>(description: T): T {
  const { normalizer, pre_tokenizer, model } = description as Description;
  return {
    ...description,
    ...(normalizer && { normalizer: exactNormalizer(normalizer) }),
    ...(pre_tokenizer && { pre_tokenizer: withoutUnknownBytes(exactPreTokenizer(pre_tokenizer), model) }),
  };
}

/** Bytes that the vocabulary lacks are dropped before their neighbors are merged, not after. */
function withoutUnknownBytes(part: Part, model: Description["model"]): Part {
  const vocabulary = model?.vocab;
  if (
    model?.type !== "BPE" || model.unk_token || !isRecord(vocabulary) || !partNames(part).has("ByteLevel")
  ) {
    return part;
  }
  const unknown = BYTE_SYMBOLS.filter((symbol) => !Object.hasOwn(vocabulary, symbol));
  if (unknown.length === 0) return part;
  const drop = { type: "Replace", pattern: { Regex: `[${unknown.map(escaped).join("")}]` }, content: "" };
  return sequence("pretokenizers", [part, drop]);
}

function exactNormalizer(part: Part): Part {
  if (part.type === "Sequence") {
    return { ...part, normalizers: partsOf(part.normalizers).map(exactNormalizer) };
  }
  if (part.type === "BertNormalizer") return exactBertNormalizer(part);
  return part;
}

/** Cleans, spaces out Chinese characters beyond 16 bits too, then takes accents and case away. */
function exactBertNormalizer(part: Part): Part {
  if (!part.handle_chinese_chars) return part;
  const cleaning = { type: "BertNormalizer", clean_text: part.clean_text };
  const spacing = { type: "Replace", pattern: { Regex: CHINESE }, content: " $& " };
  return sequence("normalizers", [cleaning, spacing, {
    ...part,
    clean_text: false,
    handle_chinese_chars: false,
  }]);
}

function exactPreTokenizer(part: Part): Part {
  switch (part.type) {
    case "Sequence":
      return { ...part, pretokenizers: partsOf(part.pretokenizers).map(exactPreTokenizer) };
    case "Digits":
      return split(`\\p{N}${part.individual_digits ? "" : "+"}`);
    case "ByteLevel":
      return part.use_regex === false ? part : exactByteLevel(part);
    case "Metaspace":
      return part.split === false ? part : exactMetaspace(part);
    case "WhitespaceSplit":
      return split("\\s+", "Removed");
    case "Whitespace":
      return { ...split(WORDS_OR_SIGNS, "Removed"), invert: true };
    case "BertPreTokenizer":
      return sequence("pretokenizers", [split("\\s+", "Removed"), split(`[${PUNCTUATION}]`)]);
    case "Punctuation":
      return exactSplit({ ...part, pattern: { Regex: `[${PUNCTUATION}]` } });
    case "Split":
      return exactSplit(part);
    default:
      return part;
  }
}

function exactByteLevel(part: Part): Part {
  const front = { type: "Replace", pattern: { Regex: "\\A[^ ]" }, content: " $&" };
  const bytes = { ...part, add_prefix_space: false, use_regex: false };
  return sequence("pretokenizers", [...part.add_prefix_space ? [front] : [], split(GPT_2_PIECES), bytes]);
}

/** Each word with the mark in front of it is a piece by itself. */
function exactMetaspace(part: Part): Part {
  const mark = escaped(String(part.replacement ?? "\u2581"));
  return sequence("pretokenizers", [part, split(`${mark}(?:(?!${mark})[\\s\\S])*`)]);
}

/** What a separator is joined to, as an expression whose matches stand alone. */
function exactSplit(part: Part): Part {
  const pattern = part.pattern as { readonly Regex?: string; readonly String?: string } | undefined;
  const regex = pattern?.Regex ?? (pattern?.String === undefined ? null : escaped(pattern.String));
  if (regex === null) return part;
  const other = `(?:(?!${regex})[\\s\\S])*`;
  switch (String(part.behavior ?? "isolated").toLowerCase().replaceAll("_", "")) {
    case "mergedwithprevious":
      return split(`${other}(?:${regex})`);
    case "mergedwithnext":
      return split(`(?:${regex})${other}`);
    case "contiguous":
      return split(`(?:${regex})+`);
    case "isolated":
      return split(regex);
    default:
      return { ...split(regex, "Removed"), ...(part.invert === true && { invert: true }) };
  }
}

function split(regex: string, behavior = "Isolated"): Part {
  return { type: "Split", pattern: { Regex: regex }, behavior, invert: false };
}

function sequence(name: "normalizers" | "pretokenizers", parts: readonly Part[]): Part {
  return { type: "Sequence", [name]: parts };
}

function partsOf(value: unknown): readonly Part[] {
  return Array.isArray(value) ? value as readonly Part[] : [];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}
