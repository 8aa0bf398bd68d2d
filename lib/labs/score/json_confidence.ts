/** A value of a JSON answer with how sure the model was of it. */
export interface FieldConfidence {
  /** Where it stands: `items[0].name`. */
  readonly path: string;
  readonly value: string;
  /** Product of the probabilities of its tokens; null where one is not known. */
  readonly probability: number | null;
}

/** A token with its text. */
interface TextToken {
  readonly text: string;
  readonly logProbability: number | null;
}

/**
 * How sure a model was of each value, where its answer is JSON: the product over the tokens that reach into the
 * value. Null where the text is no JSON object or list.
 */
export function jsonConfidence(tokens: readonly TextToken[]): FieldConfidence[] | null {
  const text = tokens.map(({ text }) => text).join("");
  try {
    const value = JSON.parse(text);
    if (typeof value !== "object" || value === null) return null;
  } catch {
    return null;
  }
  return leavesOf(text).map(({ path, start, end }) => ({
    path,
    value: text.slice(start, end),
    probability: productOver(tokens, start, end),
  }));
}

interface Leaf {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

interface Level {
  readonly path: string;
  readonly isList: boolean;
  index: number;
  key: string;
}

/** The values of a JSON text that is known to be valid, in order. */
function leavesOf(text: string): Leaf[] {
  const leaves: Leaf[] = [];
  const levels: Level[] = [];
  const pathHere = () => {
    const level = levels.at(-1);
    if (!level) return "";
    return level.isList
      ? `${level.path}[${level.index}]`
      : level.path === ""
      ? level.key
      : `${level.path}.${level.key}`;
  };
  for (const match of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g)) {
    const [piece] = match;
    const level = levels.at(-1);
    if (piece === "{" || piece === "[") {
      levels.push({ path: pathHere(), isList: piece === "[", index: 0, key: "" });
    } else if (piece === "}" || piece === "]") levels.pop();
    else if (piece === ",") level && (level.index++, level.key = "");
    else if (piece === ":") continue;
    else if (level && !level.isList && level.key === "") level.key = JSON.parse(piece);
    else leaves.push({ path: pathHere(), start: match.index, end: match.index + piece.length });
  }
  return leaves;
}

function productOver(tokens: readonly TextToken[], start: number, end: number): number | null {
  let at = 0;
  let sum = 0;
  for (const { text, logProbability } of tokens) {
    const isInside = at < end && at + text.length > start;
    at += text.length;
    if (!isInside) continue;
    if (logProbability === null) return null;
    sum += logProbability;
  }
  return Math.exp(Math.min(0, sum));
}
