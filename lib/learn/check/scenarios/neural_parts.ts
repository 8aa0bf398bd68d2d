import { openLink } from "@/lib/learn/check/open_link.ts";
import { scenarioType } from "@/lib/learn/check/scenarios/scenario_type.ts";

const lab = openLink.train("?run=1");

/** What each part of the neural n-gram does. */
export const neuralParts = scenarioType("neural-parts", "neural", [
  {
    prompt: "In which order does a context pass through a neural n-gram?",
    right: [
      "embeddings, joined, product, GELU, output",
      "Each token is looked up, the vectors are joined, a matrix and the GELU make the hidden layer, another matrix the scores.",
    ],
    wrong: [
      [
        "joined, embeddings, GELU, product, output",
        "There is nothing to join before each token has been looked up as a vector.",
      ],
      [
        "embeddings, GELU, joined, output, product",
        "The GELU stands behind the product of the joined vector and the hidden weights.",
      ],
      [
        "output, embeddings, joined, product, GELU",
        "The output is what comes last: scores for the vocabulary, then the softmax.",
      ],
    ],
    open: lab,
  },
  {
    prompt: "What is an embedding?",
    right: [
      "A row of numbers for a token, learned with the rest",
      "Training moves these rows, so tokens used alike come to lie near each other.",
    ],
    wrong: [
      [
        "The token's number in the vocabulary, scaled to lie between 0 and 1",
        "The id is only the address of the row. Ids 7 and 8 have nothing in common.",
      ],
      [
        "A list of how often it follows each other token",
        "That is a row of a count table. An embedding is learned, and far shorter.",
      ],
      [
        "Its dictionary definition, as numbers",
        "No definition goes in: only which tokens stand near it in the training text.",
      ],
    ],
    open: lab,
  },
  {
    prompt: "Why is there a GELU, or another bent function, between the two matrices?",
    right: [
      "Two matrices in a row are one: without a bend it can only add up",
      "A bend between them lets the network react to combinations of tokens.",
    ],
    wrong: [
      ["It turns the scores into probabilities that sum to 1", "That is the softmax, at the very end."],
      [
        "It keeps numbers small, so that they fit into 16 bits",
        "A GELU lets large numbers through unchanged. Bending is the point.",
      ],
      ["It is faster than a product of two matrices", "It saves nothing. It comes on top of the products."],
    ],
    open: openLink.train("?activation=relu&run=1"),
  },
  {
    prompt: "The two context tokens change places. Why does the network's answer change?",
    right: [
      "Joined one behind the other, each place has weights of its own",
      "“left regional” and “regional left” are different joined vectors.",
    ],
    wrong: [
      [
        "The sum of their embeddings becomes a different one",
        "A sum would not notice the order. They are joined, not added.",
      ],
      [
        "It would not change: only which tokens are there counts",
        "That holds for a bag of words. Here each place has its own part of the vector.",
      ],
      [
        "The embedding of a token depends on its place",
        "The table is one for all places; what differs is where the row is put.",
      ],
    ],
    open: lab,
  },
  {
    prompt: "What are the network's last numbers, before the softmax?",
    right: [
      "One score for each token of the vocabulary",
      "The output layer has as many rows as there are tokens; the softmax makes probabilities of them.",
    ],
    wrong: [
      [
        "The embedding of the token to come",
        "Some models compare with embeddings inside, but what comes out is a score per token.",
      ],
      ["One number: the loss at this position", "The loss needs the true token; in writing there is none."],
      [
        "The two context tokens, as it would have predicted them",
        "It predicts what follows the context, not the context.",
      ],
    ],
    open: lab,
  },
]);
