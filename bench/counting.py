"""Counts the n-grams of the lengths 1 to 3 of a file's sentences, each in one <s> and one </s>.

    python bench/counting.py counter|nltk FILE

Prints the seconds, reading the file not included, and what the counts come to.
"""

import json
import sys
import time
from collections import Counter


def with_counter(sentences):
    counts = [Counter(), Counter(), Counter()]
    for sentence in sentences:
        tokens = ("<s>", *sentence.split(), "</s>")
        for n, counter in enumerate(counts, 1):
            counter.update(zip(*(tokens[i:] for i in range(n))))
    return [len(counter) for counter in counts], max(counts[2].values())


def with_nltk(sentences):
    from nltk.lm import NgramCounter
    from nltk.util import everygrams

    counter = NgramCounter()
    counter.update(everygrams(["<s>", *sentence.split(), "</s>"], max_len=3) for sentence in sentences)
    sizes = [len(counter.unigrams)] + [sum(len(row) for row in counter[n].values()) for n in (2, 3)]
    return sizes, max(max(row.values()) for row in counter[3].values())


def main() -> None:
    tool, path = sys.argv[1], sys.argv[2]
    with open(path, encoding="utf-8") as file:
        sentences = [line for line in file.read().split("\n") if line.strip()]
    start = time.perf_counter()
    sizes, greatest = {"counter": with_counter, "nltk": with_nltk}[tool](sentences)
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "sizes": sizes, "greatest": greatest}))


main()
