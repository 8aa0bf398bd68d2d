/** The n-gram conventions: those of KenLM and those of NLTK. */
export const NGRAM_CONVENTIONS = ["kenlm", "nltk"] as const;

/** One of {@linkcode NGRAM_CONVENTIONS}. */
export type NgramConvention = typeof NGRAM_CONVENTIONS[number];

/** Id of the token that stands for every word outside the vocabulary. */
export const UNKNOWN = 0;

/** Id of `<s>`, the mark before a sentence. */
export const BEGIN = 1;

/** Id of `</s>`, the mark after a sentence. */
export const END = 2;

/** Number of marks: the first word has this id. */
export const MARKS = 3;

/** Words, or numbers of subword tokens. */
export type NgramToken = string | number;

const SPELLINGS = new Map<NgramToken, number>([
  ["<s>", BEGIN],
  ["<bos>", BEGIN],
  ["</s>", END],
  ["<eos>", END],
]);

/**
 * Tokens of a corpus and their ids: 0 is the unknown token, 1 `<s>`, 2 `</s>`, then words by first
 * appearance (KenLM's numbers). `<bos>` and `<eos>` are other spellings of `<s>` and `</s>`.
 */
export class NgramVocabulary {
  readonly #ids = new Map<NgramToken, number>();
  readonly #tokens: NgramToken[] = [];

  /** @param unknown How the unknown token is written: `<unk>` (KenLM) or `<UNK>` (NLTK). */
  constructor(readonly unknown: string = "<unk>") {
    this.#tokens.push(unknown, "<s>", "</s>");
    this.#ids.set(unknown, UNKNOWN);
    for (const [spelling, id] of SPELLINGS) this.#ids.set(spelling, id);
  }

  /** Number of tokens, the three marks included. */
  get size(): number {
    return this.#tokens.length;
  }

  /** The id of a token, which is added if it is new. */
  add(token: NgramToken): number {
    const known = this.#ids.get(token);
    if (known !== undefined) return known;
    const id = this.#tokens.push(token) - 1;
    this.#ids.set(token, id);
    return id;
  }

  /** The id of a token, {@linkcode UNKNOWN} where the corpus does not have it. */
  id(token: NgramToken): number {
    return this.#ids.get(token) ?? UNKNOWN;
  }

  /** The token of an id, as the corpus writes it. */
  token(id: number): NgramToken {
    return this.#tokens[id] ?? this.unknown;
  }
}

/** An empty vocabulary with the unknown token spelled as the convention spells it. */
export function createNgramVocabulary(convention: NgramConvention): NgramVocabulary {
  return new NgramVocabulary(convention === "nltk" ? "<UNK>" : "<unk>");
}
