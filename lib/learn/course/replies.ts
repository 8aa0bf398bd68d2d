/**
 * What a guess is answered with: where it was near, that; where not, what such a guess mostly comes from.
 *
 * @module
 */

/** What is said of bars that end between the one before and this one. */
interface BarReply {
  /** In the guess's unit, this end included. */
  readonly upTo: number;
  readonly say: string;
}

/** By step: its replies from the shortest bar to the longest. Those that are right or close say so first. */
export const BAR_REPLIES: Readonly<Record<string, readonly BarReply[]>> = {
  distribution: [
    { upTo: 0.75, say: "Surer than that: in what it has read, packages mostly leave warehouses." },
    { upTo: 0.95, say: "Close. It is quite sure, and leaves 13 % to all other tokens." },
    { upTo: 1, say: "Not that sure: 13 % stay with other tokens. A model is hardly ever certain." },
  ],
  chain: [
    { upTo: 0.02, say: "A little more than that: multiply the four, and 6 % are left." },
    { upTo: 0.1, say: "Close. All four have to come, and each makes it rarer." },
    {
      upTo: 0.3,
      say: "That is near the rarest of the four, 25 %. The other three have to come as well, so it is less.",
    },
    {
      upTo: 0.65,
      say: "That is near the mean of the four, 54 %. But all four have to come, and each makes it rarer.",
    },
    { upTo: 1, say: "All four together cannot be likelier than the rarest of them, which has 25 %." },
  ],
  counts: [
    {
      upTo: 0.13,
      say: "That is near 2 of 18, among all words. But “left” is given: count only what comes after it.",
    },
    { upTo: 0.28, say: "A little more: two messages say “left hub”, the third and the fifth." },
    { upTo: 0.38, say: "Close. Two of the six messages say “left hub”, the third and the fifth." },
    { upTo: 1, say: "Less: only two of the six messages say “left hub”, the third and the fifth." },
  ],
  temperature: [
    { upTo: 0.35, say: "It does not fall that far: its score is still the highest." },
    { upTo: 0.47, say: "That halves the share, 80 to 40 %. It is the scores that are halved." },
    { upTo: 0.67, say: "Close. It loses more than a quarter of its share." },
    { upTo: 0.78, say: "It falls further: with every gap halved, the others come much nearer." },
    { upTo: 0.82, say: "It does not stay: the gaps between the scores are halved, and only gaps matter." },
    {
      upTo: 1,
      say: "The other way round: above 1 the shares draw together; below 1 the likeliest gains.",
    },
  ],
  sampling: [
    { upTo: 2, say: "That would be a rare run: its share is more than half." },
    { upTo: 5, say: "Close. This run gave 4; another one may give 3 or 6." },
    { upTo: 7, say: "Fewer, this time: the others have their shares, and get their turns." },
    { upTo: 8, say: "That is what greedy picking does. Drawing gives “hub” and “carrier” their turns." },
  ],
  forcing: [
    { upTo: 1, say: "Right. Nothing has to wait, since the whole text is known." },
    { upTo: 5, say: "Fewer: the whole text is known, so no token has to wait for another." },
    { upTo: 6, say: "Six is what writing takes. Here the whole text is known, so no token has to wait." },
  ],
  loss: [
    { upTo: 1.9, say: "More than that: the coins alone are 2, and the surprise adds to them." },
    { upTo: 2.4, say: "The coins alone are 2. The surprise lifts it further than that." },
    { upTo: 3.2, say: "Close. One surprise among four lifts it from 2 to nearly 3." },
    {
      upTo: 4.2,
      say:
        "That is near 3.5, the mean of 2, 2, 2 and 8. It is the losses that are averaged, not the choices.",
    },
    { upTo: 8, say: "Less: three of the four tokens were as easy as a coin, and all four count the same." },
  ],
  structure: [
    { upTo: 30, say: "Far more. Counting gets 10, so it must have found something better than that." },
    { upTo: 225, say: "More: it is nearly always right, with pairs that it has never read." },
    { upTo: 251, say: "Close. All but one are right, with pairs that it has never read." },
  ],
  truth: [
    { upTo: 0.3, say: "It does move: what stands in front is read with the question." },
    { upTo: 0.9, say: "Further than that: here one sentence in front outweighs what most texts said." },
    { upTo: 1, say: "Close. Here one sentence in front outweighs what most texts said." },
  ],
  window: [
    { upTo: 0, say: "Right. 200 tokens came, so the 200 oldest went." },
    { upTo: 49, say: "Fewer: 200 tokens came, so the 200 oldest went, and these 50 are the oldest of all." },
    { upTo: 50, say: "Nothing protects an instruction: 200 tokens came, so the 200 oldest went." },
  ],
  cache: [
    { upTo: 12, say: "More: each of the added tokens keeps a key and a value too, in every layer." },
    { upTo: 20, say: "Close. It grows exactly as the texts do." },
    { upTo: 59, say: "Less: a token late in the text keeps no more than one at its start." },
    { upTo: 64, say: "That counts the four texts twice: they are in the 1 GiB already." },
  ],
};

/** By step: why each item stands at its place. */
export const ORDER_REPLIES: Readonly<Record<string, readonly string[]>> = {
  loop: [
    "It begins with reading: what comes next depends on all the text so far.",
    "Before a token can be picked, every token needs its probability.",
    "A token has to be picked before it can be appended.",
    "Appending ends the turn, and the next one reads a longer text.",
  ],
  neural: [
    "First the words have to become numbers: each looks up its embedding.",
    "The two lists are joined before any weights are used, so that the network sees both words at once.",
    "There has to be something to bend: the weights mix the numbers first.",
    "The bend comes between the weights and the output: without it the two would be one.",
    "The scores are what comes out, so they are last.",
  ],
};
