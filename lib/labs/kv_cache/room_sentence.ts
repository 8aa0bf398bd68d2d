import type { CacheRoom } from "@/lib/labs/kv_cache/cache_room.ts";
import { numberText } from "@/lib/lm/number_text.ts";

const SIZE = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });

/**
 * How many tokens and how many users a card has room for, in one sentence.
 *
 * @param tokens Tokens of each sequence of the question.
 */
export function roomSentence(room: CacheRoom, tokens: number): string {
  const { card, weights, name } = room;
  const cardText = `a ${SIZE.format(card)} GiB card`;
  if (weights >= card) return `${capital(name)} does not fit on ${cardText}: ${weightsSentence(room)}`;
  if (room.longest.most < 0) return `Beside ${name}'s weights, ${cardText} has no room for one conversation.`;
  const long = range(room.longest.least, room.longest.most);
  // Of sequences without a token any number fits, which says nothing.
  const many = tokens === 0
    ? ""
    : room.users.most === 0
    ? `, and none of ${numberText(tokens)}`
    : `, or ${range(room.users.least, room.users.most)} of ${numberText(tokens)}`;
  const conversation = long === "any" ? "conversations of any length" : `one conversation of ${long} tokens`;
  return room.knowsWeights
    ? `On ${cardText}, ${name} leaves room for ${conversation}${many}.`
    : `On ${cardText}, the cache alone of ${name} has room for ${conversation}${many}.`;
}

/** `the weights alone are 131 GiB, 107 too many; in int4 32.85`. */
function weightsSentence({ weights, card, weightsInt4 }: CacheRoom): string {
  const [size, over] = [weights, weights - card].map((gib) => SIZE.format(gib < 100 ? gib : Math.round(gib)));
  const small = weightsInt4 === null ? "" : `; in int4 ${SIZE.format(weightsInt4)}`;
  return `the weights alone are ${size} GiB, ${over} too many${small}.`;
}

function range(least: number, most: number): string {
  if (most === Infinity) return least === Infinity ? "any" : `${numberText(Math.max(least, 0))} or more`;
  // Blocks that are not full are no two answers: what is sure is said.
  return most - least <= most / 100
    ? numberText(Math.max(least, 0))
    : `${numberText(Math.max(least, 0))} to ${numberText(most)}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
