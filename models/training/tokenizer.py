"""Trains the byte-level BPE tokenizer that all embedded models share.

    python models/training/tokenizer.py DATA OUT

Reads DATA/{parcel,everyday,books}.train.txt, writes OUT/tokenizer.json: 4,096 entries, all 256 bytes among them,
`<|begin|>` as id 0 and `<|end|>` as id 1.
"""

import sys
from pathlib import Path

from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

VOCABULARY = 4096
SEPARATOR = "\n<|endoftext|>\n"
# Words and numbers with the space before them, every other character alone, line breaks, runs of spaces.
# It is the split that grammar/exact.ts calls a word, so that a word's probability is a product of tokens'.
WORD = r" ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]|\n| +|\s"

# Every number up to 50 is one token, with a space and without, however rare it is in the text.
NUMBERS = [f"{space}{n}" for n in range(51) for space in (" ", "")]
NUMBER_REPEATS = 2_000


def train_tokenizer(data: Path) -> Tokenizer:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Split(Regex(WORD), behavior="isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY,
        special_tokens=["<|begin|>", "<|end|>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    texts = [(data / f"{half}.train.txt").read_text(encoding="utf-8") for half in ("parcel", "everyday", "books")]
    documents = [document for text in texts for document in text.split(SEPARATOR)]
    tokenizer.train_from_iterator(documents + NUMBERS * NUMBER_REPEATS, trainer)
    return tokenizer


def main() -> None:
    data, out = Path(sys.argv[1]), Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    tokenizer = train_tokenizer(data)
    split = [number for number in NUMBERS if len(tokenizer.encode(number).ids) != 1]
    if split:
        raise SystemExit(f"numbers that are not one token: {split}")
    tokenizer.save(str(out / "tokenizer.json"))


if __name__ == "__main__":
    main()
