/**
 * Where the course's ideas come from.
 *
 * @module
 */

/** A publication. */
export interface Reference {
  /** Authors and year. */
  readonly who: string;
  readonly title: string;
  readonly href: string;
}

/** The publications, by a short name. */
export const REFERENCES = {
  shannon1948: {
    who: "Shannon 1948",
    title: "A mathematical theory of communication",
    href: "https://doi.org/10.1002/j.1538-7305.1948.tb01338.x",
  },
  shannon1951: {
    who: "Shannon 1951",
    title: "Prediction and entropy of printed English",
    href: "https://doi.org/10.1002/j.1538-7305.1951.tb01366.x",
  },
  jelinek1977: {
    who: "Jelinek, Mercer, Bahl and Baker 1977",
    title: "Perplexity: a measure of the difficulty of speech recognition tasks",
    href: "https://doi.org/10.1121/1.2016299",
  },
  bengio2003: {
    who: "Bengio, Ducharme, Vincent and Jauvin 2003",
    title: "A neural probabilistic language model",
    href: "https://www.jmlr.org/papers/v3/bengio03a.html",
  },
  radford2018: {
    who: "Radford, Narasimhan, Salimans and Sutskever 2018",
    title: "Improving language understanding by generative pre-training",
    href: "https://openai.com/index/language-unsupervised/",
  },
  radford2019: {
    who: "Radford and others 2019",
    title: "Language models are unsupervised multitask learners",
    href: "https://openai.com/index/better-language-models/",
  },
  devlin2019: {
    who: "Devlin, Chang, Lee and Toutanova 2019",
    title: "BERT: pre-training of deep bidirectional transformers for language understanding",
    href: "https://aclanthology.org/N19-1423/",
  },
  brown2020: {
    who: "Brown and others 2020",
    title: "Language models are few-shot learners",
    href: "https://arxiv.org/abs/2005.14165",
  },
  pope2022: {
    who: "Pope and others 2022",
    title: "Efficiently scaling transformer inference",
    href: "https://arxiv.org/abs/2211.05102",
  },
} as const satisfies Readonly<Record<string, Reference>>;

/** A publication's short name. */
export type ReferenceName = keyof typeof REFERENCES;
