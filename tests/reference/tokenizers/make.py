"""Writes strings.json.gz, tokenizers.json.gz and ids.json.gz: texts of every kind, small tokenizers of every kind,
and the tokens that the Python package makes of them.

    pip install tokenizers==0.23.3
    python tests/reference/tokenizers/make.py PATH/TO/SmolLM2/tokenizer.json

The texts come from a seeded generator, the small tokenizers are trained on the texts themselves.
"""

import gzip
import json
import math
import random
import sys
import unicodedata
from collections import Counter
from pathlib import Path

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

HERE = Path(__file__).parent
RANDOM = random.Random(20261128)
SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]

# Ranges of scripts, numbers of every kind, marks, symbols and white space, first and last code point.
SCRIPTS = {
    "latin": (0x41, 0x5A), "latin_small": (0x61, 0x7A), "latin_1": (0xC0, 0xFF), "latin_extended": (0x100, 0x24F),
    "ipa": (0x250, 0x2AF), "combining": (0x300, 0x36F), "greek": (0x370, 0x3FF), "cyrillic": (0x400, 0x4FF),
    "armenian": (0x531, 0x587), "hebrew": (0x5B0, 0x5EA), "arabic": (0x610, 0x6FF), "syriac": (0x710, 0x74A),
    "devanagari": (0x900, 0x97F), "bengali": (0x985, 0x9FE), "gurmukhi": (0xA05, 0xA76), "tamil": (0xB85, 0xBFA),
    "telugu": (0xC05, 0xC7F), "thai": (0xE01, 0xE5B), "lao": (0xE81, 0xEDF), "tibetan": (0xF00, 0xFD4),
    "myanmar": (0x1000, 0x109F), "georgian": (0x10A0, 0x10FF), "hangul_jamo": (0x1100, 0x11FF),
    "ethiopic": (0x1200, 0x137C), "cherokee": (0x13A0, 0x13FD), "khmer": (0x1780, 0x17F9),
    "mongolian": (0x1810, 0x18AA), "vietnamese": (0x1EA0, 0x1EF9), "greek_extended": (0x1F00, 0x1FFE),
    "punctuation": (0x2010, 0x205E), "superscripts": (0x2070, 0x209C), "currency": (0x20A0, 0x20C0),
    "letterlike": (0x2100, 0x214F), "number_forms": (0x2150, 0x218B), "arrows": (0x2190, 0x21FF),
    "mathematics": (0x2200, 0x22FF), "enclosed": (0x2460, 0x24FF), "boxes": (0x2500, 0x25FF),
    "dingbats": (0x2700, 0x27BF), "hiragana": (0x3041, 0x309F), "katakana": (0x30A0, 0x30FF),
    "bopomofo": (0x3105, 0x312F), "han": (0x4E00, 0x9FFF), "yi": (0xA000, 0xA48C), "hangul": (0xAC00, 0xD7A3),
    "compatibility": (0xF900, 0xFAD9), "ligatures": (0xFB00, 0xFB4F), "half_width": (0xFF01, 0xFFEE),
    "gothic": (0x10330, 0x1034A), "cuneiform": (0x12000, 0x12399), "mathematical_letters": (0x1D400, 0x1D7FF),
    "emoji": (0x1F300, 0x1F64F), "transport": (0x1F680, 0x1F6C5), "emoji_more": (0x1F900, 0x1F9FF),
    "han_b": (0x20000, 0x2A6DF),
}
NUMBERS = [chr(c) for c in range(0x110000) if unicodedata.category(chr(c)) in ("Nd", "Nl", "No")]
SPACES = [chr(c) for c in range(0x110000) if unicodedata.category(chr(c)) in ("Zs", "Zl", "Zp")] + list("\t\n\v\f\r\x85\ufeff\u180e\u200b")
CONTROLS = [chr(c) for c in [*range(0, 0x20), *range(0x7F, 0xA0), 0xAD, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xE0001, 0xFFF9, 0xFFFD, 0xFFFE, 0xE000]]
EMOJI = ["👨‍👩‍👧‍👦", "👩🏽‍🚀", "🏳️‍🌈", "🇩🇪🇫🇷", "1️⃣", "❤️", "👍🏿", "🧑‍💻", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "☕️", "✈︎"]
PLAIN = ["The package left the", "a ½ cup", "x ² y", "don't we'll I'M THEY'RE it’s", "12,345.67 and 1e-3", "def total(items):\n    return sum(items)\n",
         "SELECT * FROM orders WHERE id = 42;", "| a | b |\n|---|---|\n", "{\"id\": 1, \"ok\": true}", "Grüße aus Köln", "naïve café", "東京都に行く",
         "Привет, мир", "مرحبا بالعالم", "שלום עולם", "สวัสดีชาวโลก", "नमस्ते दुनिया", "  two  spaces   three", "tab\tand\r\nline\r\n\r\n\n end ", "http://a.b/c?d=e&f#g",
         "ﬁ ﬂ ﬀ ﬆ", "Ⅷ ⅷ ⑧ ⑻ ⒏ ８ ੮ ৮ ๘ 八 ²³ ¼", "e\u0301 é", "İstanbul ı i̇", "ẞ ß ſ", "Ω Ω Å Å", "😀😃", "a\u00a0b\u2003c\u3000d", "...!?!", "snake_case camelCase kebab-case", "_a_ __b__", "ab\ufeffcd", "\ufeffab", ""]


def char(name):
    first, last = SCRIPTS[name]
    while True:
        c = chr(RANDOM.randint(first, last))
        if unicodedata.category(c) not in ("Cn", "Cs"):
            return c


def word(name):
    return "".join(char(name) for _ in range(RANDOM.randint(1, 7)))


def mixed():
    parts = []
    for _ in range(RANDOM.randint(1, 7)):
        kind = RANDOM.random()
        if kind < 0.4: parts.append(word(RANDOM.choice(list(SCRIPTS))))
        elif kind < 0.55: parts.append("".join(RANDOM.choice(NUMBERS) for _ in range(RANDOM.randint(1, 4))))
        elif kind < 0.65: parts.append(RANDOM.choice("0123456789") * RANDOM.randint(1, 5))
        elif kind < 0.8: parts.append("".join(RANDOM.choice(SPACES) for _ in range(RANDOM.randint(1, 3))))
        elif kind < 0.87: parts.append(RANDOM.choice(CONTROLS))
        elif kind < 0.93: parts.append(RANDOM.choice(EMOJI))
        elif kind < 0.96: parts.append(RANDOM.choice(SPECIAL + ["<s>", "</s>", "[MASK]", "[UNK]", "<unk>", "<|im_start", "|>"]))
        else: parts.append("".join(RANDOM.choice("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~") for _ in range(RANDOM.randint(1, 4))))
        if RANDOM.random() < 0.5: parts.append(" " * RANDOM.randint(1, 3))
    return "".join(parts)


def strings():
    found = list(PLAIN)
    for name in SCRIPTS:
        found += [" ".join(word(name) for _ in range(RANDOM.randint(1, 4))) for _ in range(8)]
    found += [f"a {c} b{c}c {c}{c}1" for c in RANDOM.sample(NUMBERS, 250)]
    found += [f"a{c}b {c} c{c}{c}d" for c in SPACES + CONTROLS]
    found += [f"{a}{b} {a} {b}" for a in EMOJI for b in EMOJI[:4]]
    found += [f"{left}{mark}{right}" for mark in SPECIAL + ["[MASK]", "<s>"] for left in ("", "a", "a ", "\n") for right in ("", "b", " b", "\n")]
    while len(found) < 2200: found.append(mixed())
    for text in RANDOM.sample(found, 300): found += [unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)]
    return [text for text in dict.fromkeys(found) if is_of_its_unicode(text)][:2100]


def is_of_its_unicode(text):
    """The package's own tables for NFKC are of an older Unicode, which 72 newer characters tell."""
    return normalizers.NFKC().normalize_str(text) == unicodedata.normalize("NFKC", text)


def train(tokenizer, trainer, texts):
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def byte_level(texts, pre, normalizer=None, vocabulary=600, special=SPECIAL):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre
    if normalizer: tokenizer.normalizer = normalizer
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(vocab_size=vocabulary, special_tokens=special, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False)
    return train(tokenizer, trainer, texts)


def byte_fallback(texts, normalizer, pre):
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", byte_fallback=True, fuse_unk=True))
    if normalizer: tokenizer.normalizer = normalizer
    if pre: tokenizer.pre_tokenizer = pre
    special = ["<unk>", "<s>", "</s>"] + [f"<0x{byte:02X}>" for byte in range(256)]
    trainer = trainers.BpeTrainer(vocab_size=900, special_tokens=special, limit_alphabet=300, show_progress=False)
    trained = json.loads(train(tokenizer, trainer, texts).to_str())
    trained["added_tokens"] = [token for token in trained["added_tokens"] if not token["content"].startswith("<0x")]
    tokenizer = Tokenizer.from_str(json.dumps(trained))
    tokenizer.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()])
    return tokenizer


def word_piece(texts, **options):
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(**options)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    trainer = trainers.WordPieceTrainer(vocab_size=900, special_tokens=["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"], limit_alphabet=400, show_progress=False)
    return train(tokenizer, trainer, texts)


def unigram(texts, normalizer, pre, byte_fallback=False):
    """Pieces of one to four characters by how often they stand in the texts; the score is the log frequency
    to a 64th, so that sums are exact and ties are ties."""
    counts = Counter()
    for text in texts:
        for piece, _ in pre.pre_tokenize_str(normalizer.normalize_str(text)):
            counts.update(piece[i:i + n] for n in range(1, 5) for i in range(len(piece) - n + 1))
    total = sum(counts.values())
    frequent = [(piece, round(64 * math.log(count / total)) / 64) for piece, count in sorted(counts.items(), key=lambda x: (-x[1], x[0]))[:900]]
    special = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)]
    bytes_ = [(f"<0x{byte:02X}>", -20.0) for byte in range(256)] if byte_fallback else []
    tokenizer = Tokenizer(models.Unigram([*special, *bytes_, *frequent], unk_id=2, byte_fallback=byte_fallback))
    tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = pre
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.add_special_tokens([piece for piece, _ in special])
    return tokenizer


LLAMA_3 = Regex(r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+")
QWEN_2 = Regex(r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+")


def small_tokenizers(texts):
    pre = pre_tokenizers
    plain = pre.ByteLevel(add_prefix_space=False)
    split = lambda regex: pre.Sequence([pre.Split(regex, "isolated"), pre.ByteLevel(add_prefix_space=False, use_regex=False)])
    meta = lambda scheme, split=True: pre.Metaspace(replacement="▁", prepend_scheme=scheme, split=split)
    return {
        "gpt2": byte_level(texts, plain),
        "gpt2_prefix_space": byte_level(texts, pre.ByteLevel(add_prefix_space=True)),
        "digits": byte_level(texts, pre.Sequence([pre.Digits(individual_digits=True), plain])),
        "digits_together": byte_level(texts, pre.Sequence([pre.Digits(individual_digits=False), plain])),
        "llama3": byte_level(texts, split(LLAMA_3)),
        "qwen2_nfc": byte_level(texts, split(QWEN_2), normalizers.NFC()),
        "punctuation": byte_level(texts, pre.Sequence([pre.Punctuation("contiguous"), plain])),
        "fallback_llama2": byte_fallback(texts, normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")]), None),
        "fallback_gemma": byte_fallback(texts, normalizers.Replace(" ", "▁"), pre.Split(" ", "merged_with_previous")),
        "fallback_metaspace": byte_fallback(texts, None, meta("first", False)),
        "bert_uncased": word_piece(texts, lowercase=True),
        "bert_cased": word_piece(texts, lowercase=False),
        "bert_plain": word_piece(texts, lowercase=False, handle_chinese_chars=False, strip_accents=True, clean_text=False),
        "unigram_nfkc": unigram(texts, normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()]), pre.Sequence([pre.WhitespaceSplit(), meta("always")])),
        "unigram_metaspace": unigram(texts, normalizers.Replace(Regex(" {2,}"), " "), meta("always")),
        "unigram_never": unigram(texts, normalizers.NFD(), meta("never")),
        "unigram_fallback": unigram(texts, normalizers.NFKC(), meta("first"), byte_fallback=True),
    }


def write(name, value):
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    (HERE / name).write_bytes(gzip.compress(text.encode("utf8"), 9, mtime=0))


def main():
    texts = strings()
    small = small_tokenizers(texts)
    all_of_them = {"smollm2": Tokenizer.from_file(sys.argv[1]), **small}
    ids = {name: [tokenizer.encode(text, add_special_tokens=False).ids for text in texts] for name, tokenizer in all_of_them.items()}
    write("strings.json.gz", texts)
    write("tokenizers.json.gz", {name: json.loads(tokenizer.to_str()) for name, tokenizer in small.items()})
    write("ids.json.gz", ids)
    print(len(texts), "texts", len(all_of_them), "tokenizers")


if __name__ == "__main__":
    main()
