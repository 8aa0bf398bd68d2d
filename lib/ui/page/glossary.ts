/**
 * One-line definitions of the field's terms, the same wherever a term appears.
 *
 * @module
 */

/** The definitions, by key. The key is how the term is written in running text. */
export const GLOSSARY = {
  "token":
    "A piece of text with a number: a word, part of a word, a sign or a byte. Models read and write tokens.",
  "token id": "The token's number in the model's vocabulary.",
  "vocabulary": "All tokens a model knows. Each of them gets a probability at every step.",
  "context": "The tokens the model reads before it predicts the next one.",
  "context window": "The most tokens the model can read at once.",
  "logit": "The model's raw score for a token. Softmax turns all logits into probabilities.",
  "softmax": "Turns scores into probabilities: e to the power of each score, divided by the sum of all.",
  "probability":
    "The share of draws that would give this token, if the distribution were drawn from again and again.",
  "log-probability": "The natural logarithm of the probability. Logarithms add where probabilities multiply.",
  "rank": "The token's place when all tokens are sorted by logit. The likeliest has rank 1.",
  "distribution": "A probability for every token of the vocabulary; together they are 1.",
  "entropy": "How uncertain the distribution is: its average surprisal. 0 when one token is certain.",
  "effective choices":
    "The exponential of the entropy: how many equally likely tokens would be as uncertain as this.",
  "surprisal": "Minus the logarithm of the probability: how unexpected a token is.",
  "nat": "The unit of information with the natural logarithm. 1 nat is 1.443 bits.",
  "bit": "The unit of information with the logarithm to base 2. A fair coin is 1 bit.",
  "temperature":
    "Divides the logits. Below 1 likely tokens gain, above 1 they lose; 0 always takes the likeliest.",
  "top-k": "Keeps only the k likeliest tokens.",
  "top-p": "Keeps the fewest likeliest tokens whose probabilities reach p; the one that crosses p stays.",
  "min-p": "Keeps tokens at least p times as likely as the likeliest one.",
  "typical-p": "Keeps the tokens whose surprisal is nearest to the entropy, as many as reach the mass p.",
  "repetition penalty": "Lowers the logits of tokens that are already in the context. 1 is off.",
  "sampler": "The stages between the model's logits and the token that is drawn.",
  "greedy": "Always takes the likeliest token.",
  "sample": "Draws a token at random, each as often as its probability says.",
  "seed": "The number that fixes the random draws: the same seed gives the same tokens, here and in NumPy.",
  "prefill": "The first pass: all tokens of the prompt are computed together.",
  "decode": "Each later pass: one new token, reading the keys and values of those before it.",
  "time to first token": "From asking until the first new token: mostly prefill.",
  "KV cache": "The keys and values of the tokens read so far, kept so that they are not computed again.",
  "chat template": "The marks a chat model was trained with, around each message.",
  "stop string": "Text at which the generation stops.",
  "end token": "The token with which a model ends its text.",
  "context policy": "What to do when the context window is full.",
  "loss": "Minus the log-probability of the token that really came. Lower is better.",
  "cross-entropy": "The mean loss over positions.",
  "perplexity":
    "The exponential of the mean loss: as uncertain as a choice among this many equally likely tokens.",
  "chain rule":
    "The probability of a sequence is the product of each token's probability given those before it.",
  "teacher forcing": "Scoring a given text: at each position the model sees the true tokens before it.",
  "n-gram": "A run of n tokens. An n-gram model counts which token follows the n − 1 before it.",
  "smoothing": "Gives some probability to n-grams that were never seen.",
  "backoff": "Uses a shorter context where the longer one was never seen.",
  "parameters": "The numbers a model learned in training.",
  "dtype": "How the weights are stored: fp32 is exact, q4 keeps about 4 bits for each.",
} as const;

/** A term that has a definition. */
export type GlossaryKey = keyof typeof GLOSSARY;
