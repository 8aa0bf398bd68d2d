/**
 * Log-probabilities that another program answered with: OpenAI's chat and completions, vLLM, llama.cpp, Ollama.
 *
 * @module
 */

/** A likely token as such an answer names it. */
interface ForeignAlternative {
  readonly text: string;
  readonly logProbability: number;
}

/** A token of such an answer. */
export interface ForeignToken {
  readonly text: string;
  /** In nats; null where the answer has none, or only a stand-in such as −9999. */
  readonly logProbability: number | null;
  /** The likeliest at this place, as far as they are given; perhaps the token itself after them. */
  readonly top: readonly ForeignAlternative[];
  /** Probability that no token has which is not in `top`; 1 where nothing is known of them. */
  readonly most: number;
  /** From 1; null where the answer does not tell. */
  readonly rank: number | null;
}

/** An answer that was read. */
export interface ForeignAnswer {
  /** Whose shape it has. */
  readonly format: string;
  readonly tokens: readonly ForeignToken[];
  /** What was left out or could not be meant, one sentence each. */
  readonly notices: readonly string[];
}

/** From here on a log-probability stands for "not given": OpenAI writes −9999. */
const STAND_IN = -1000;

const OTHER_SHAPE =
  "This is JSON without log-probabilities: ask with logprobs (chat: logprobs true and top_logprobs 5) and paste the whole answer.";

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads a pasted answer.
 *
 * @throws {RangeError} With a sentence for the page: not JSON, no log-probabilities, or one above 0.
 */
export function readForeign(pasted: string): ForeignAnswer {
  const answer = parse(pasted);
  const [choice = {}] = listOf(answer["choices"]);
  const logprobs = recordOf(choice["logprobs"]);
  const content = listOf(logprobs["content"]);
  if (content.length > 0) return make("OpenAI chat", content.map(chatToken));
  if (Array.isArray(logprobs["tokens"])) return make("OpenAI completions", completionTokens(logprobs));
  const llama = listOf(answer["completion_probabilities"]);
  if (llama.length > 0) return make("llama.cpp", llama.map(llamaToken));
  const ollama = listOf(answer["logprobs"]);
  if (ollama.length > 0) return make("Ollama", ollama.map(chatToken));
  const prompt = promptOf(parse(pasted.replace(ID_KEYS, '"id $1"')));
  if (prompt) return make("vLLM prompt", prompt.slice(1).map((each) => vllmToken(recordOf(each))));
  throw new RangeError(OTHER_SHAPE);
}

/** Names that are whole numbers: of these an object forgets the order in which they were written. */
const ID_KEYS = /"(\d+)"(?=\s*:)/g;

function promptOf(answer: Json): readonly unknown[] | undefined {
  const [choice = {}] = listOf(answer["choices"]);
  return [answer["prompt_logprobs"], choice["prompt_logprobs"]].find((each) => Array.isArray(each));
}

function parse(pasted: string): Json {
  let value: unknown;
  try {
    value = JSON.parse(pasted);
  } catch {
    throw new RangeError("This is not JSON: paste the whole answer, from { to }.");
  }
  if (Array.isArray(value)) return { logprobs: value };
  if (typeof value !== "object" || value === null) {
    throw new RangeError("This is JSON, but no object: paste the whole answer.");
  }
  return value as Json;
}

function make(format: string, tokens: readonly ForeignToken[]): ForeignAnswer {
  // Lists of something else have the names of an answer and none of its fields.
  if (tokens.every(({ text, top }) => text === "" && top.length === 0)) throw new RangeError(OTHER_SHAPE);
  const above = tokens.findIndex(({ logProbability, top }) =>
    (logProbability ?? 0) > 1e-6 || top.some(({ logProbability }) => logProbability > 1e-6)
  );
  if (above >= 0) {
    throw new RangeError(
      `Token ${
        above + 1
      } has a log-probability above 0, which no probability has: these may be logits or probabilities.`,
    );
  }
  const missing = tokens.filter(({ logProbability }) => logProbability === null).length;
  const notices = missing > 0
    ? [
      `${missing} of ${tokens.length} tokens have no usable log-probability (−9999 means that it was not among those kept): they are not scored.`,
    ]
    : [];
  return { format, tokens, notices };
}

function chatToken(entry: Json): ForeignToken {
  const top = listOf(entry["top_logprobs"]).flatMap((each) =>
    alternative(textOf(each), numberOf(each["logprob"]))
  );
  return amongLikeliest({ text: textOf(entry), logProbability: numberOf(entry["logprob"]), top });
}

type Given = Pick<ForeignToken, "text" | "logProbability" | "top">;

/** A token beside a list of the likeliest, and of nothing else. */
function amongLikeliest(token: Given): ForeignToken {
  const place = token.top.findIndex(({ text }) => text === token.text);
  const least = Math.min(0, ...token.top.map(({ logProbability }) => logProbability));
  return { ...token, most: Math.exp(least), rank: place < 0 ? null : place + 1 };
}

/** A token whose list holds it in any case: where it stands last, others that are not shown may be likelier. */
function besideLikeliest({ text, ...token }: Given): ForeignToken {
  const likeliest = token.top.at(-1)?.text === text ? token.top.slice(0, -1) : token.top;
  return { ...token, text, ...pick(amongLikeliest({ ...token, text, top: likeliest })) };
}

function pick({ most, rank }: ForeignToken) {
  return { most, rank };
}

function llamaToken(entry: Json): ForeignToken {
  const chosen = typeof entry["content"] === "string" ? entry["content"] : textOf(entry);
  const old = listOf(entry["probs"] ?? entry["top_probs"]).flatMap((each) =>
    alternative(textOf(each), logOf(each["prob"]))
  );
  const top = listOf(entry["top_logprobs"]).flatMap((each) =>
    alternative(textOf(each), numberOf(each["logprob"]))
  );
  const all = top.length > 0 ? top : old;
  const logProbability = numberOf(entry["logprob"]) ?? logOf(entry["prob"]) ??
    all.find(({ text }) => text === chosen)?.logProbability ?? null;
  return amongLikeliest({ text: chosen, logProbability, top: all });
}

function completionTokens(logprobs: Json): ForeignToken[] {
  const texts = logprobs["tokens"] as unknown[];
  const values = Array.isArray(logprobs["token_logprobs"]) ? logprobs["token_logprobs"] : [];
  const tops = Array.isArray(logprobs["top_logprobs"]) ? logprobs["top_logprobs"] : [];
  return texts.map((text, index) =>
    besideLikeliest({
      text: String(text),
      logProbability: numberOf(values[index]),
      top: sorted(
        Object.entries(recordOf(tops[index])).flatMap(([name, value]) => alternative(name, numberOf(value))),
      ),
    })
  );
}

/** vLLM lists the token of the prompt first, then the likeliest, by id. */
function vllmToken(entry: Json): ForeignToken {
  const given = Object.values(entry).map(recordOf);
  const all = given.flatMap((each) =>
    alternative(String(each["decoded_token"] ?? ""), numberOf(each["logprob"]))
  );
  const [first = {}] = given;
  const logProbability = numberOf(first["logprob"]);
  const read = besideLikeliest({
    text: String(first["decoded_token"] ?? ""),
    logProbability,
    top: sorted(all),
  });
  return Number.isInteger(first["rank"]) ? { ...read, rank: Number(first["rank"]) } : read;
}

function alternative(text: string, logProbability: number | null): ForeignAlternative[] {
  return logProbability === null ? [] : [{ text, logProbability }];
}

function sorted(all: ForeignAlternative[]): ForeignAlternative[] {
  return all.sort((a, b) => b.logProbability - a.logProbability);
}

function textOf(entry: Json): string {
  return typeof entry["token"] === "string" ? entry["token"] : String(entry["tok_str"] ?? "");
}

function numberOf(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) && value > STAND_IN ? value : null;
}

function logOf(value: unknown): number | null {
  return typeof value === "number" && value > 0 ? Math.log(value) : null;
}

function listOf(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(recordOf) : [];
}

function recordOf(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value as Json : {};
}
