"""How much of the test texts stands in the training texts word for word: runs of 8 and of 13 words.

    python models/training/overlap.py DATA DATA/overlap.json
"""

import json
import sys
from pathlib import Path

from data import SEPARATOR

SOURCES, LENGTHS = ("parcel", "everyday", "books"), (8, 13)


def runs(text: str, length: int):
    words = text.split()
    return (hash(" ".join(words[i : i + length])) for i in range(len(words) - length + 1))


def share(data: Path, source: str, length: int) -> float:
    """Share of the test split's runs of words that occur in the training split."""
    known = {run for text in (data / f"{source}.train.txt").read_text("utf-8").split(SEPARATOR) for run in runs(text, length)}
    asked = [run in known for text in (data / f"{source}.test.txt").read_text("utf-8").split(SEPARATOR) for run in runs(text, length)]
    return sum(asked) / len(asked)


def main() -> None:
    data = Path(sys.argv[1])
    shares = {source: {str(length): share(data, source, length) for length in LENGTHS} for source in SOURCES}
    Path(sys.argv[2]).write_text(json.dumps(shares) + "\n")


if __name__ == "__main__":
    main()
