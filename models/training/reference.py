"""Writes the vectors that tests/transformer compares lib/transformer with.

    python models/training/reference.py DATA tests/reference

Small random weights and inputs by a fixed seed, run by PyTorch in float32 (model.py itself), and what the `tokenizers`
library makes of odd strings with DATA/tokenizer.json.
"""

import base64
import json
import random
import sys
from pathlib import Path

import torch
from tokenizers import Tokenizer

from export import quantized_model, safetensors_bytes
from model import Config, FeedForward, ParcelGPT, RMSNorm, causal_attention, rope_table, rotate
from quantize import dequantize, quantize

SEED = 7
SMALL = Config(vocabulary=96, context=48, layers=2, width=64, heads=2, feed_forward=96)
TOKENS = 13
STRINGS = 3000
SCRIPTS = ["abcdefghij XYZ", "0123456789", " .,;:!?'\"-()[]{}|#*_/\\@", "\n\t\r \u00a0\u2003\u3000", "\u0000\u0001\u001b\u007f\u0085",
           "äöüßéèñçøåÆŒ", "абвгдежз", "αβγδεζ", "שלום עולם", "مرحبا بالعالم", "日本語漢字", "한국어", "नमस्ते", "e\u0301a\u0308",
           "😀🎉🇩🇪👩‍👩‍👧‍👦✈️🏽", "\u200b\u200d\ufeff\u202e", "𝒳𐍈𒀀", "½²³Ⅷ٣", "€£₿™©"]


def numbers(tensor: torch.Tensor) -> list:
    return [float(f"{value:.9g}") for value in tensor.flatten().tolist()]


def parts() -> dict:
    """One small case for each part, with its inputs."""
    norm = RMSNorm(SMALL.width, SMALL.norm_epsilon)
    torch.nn.init.normal_(norm.weight)
    x = torch.randn(TOKENS, SMALL.width)
    cos, sin = rope_table(SMALL)
    heads = torch.randn(1, SMALL.heads, TOKENS, SMALL.head_width)
    q, k, v = torch.randn(3, 1, SMALL.heads, TOKENS, SMALL.head_width)
    feed_forward = FeedForward(SMALL)
    weight = torch.randn(3, 64) * torch.tensor([[1.0], [1e-3], [0.0]])
    whole, scale = quantize(weight)
    flat = lambda y: numbers(y[0].transpose(0, 1))
    return {
        "rms_norm": {"weight": numbers(norm.weight), "x": numbers(x), "out": numbers(norm(x))},
        "rotary": {"x": flat(heads), "out": flat(rotate(heads, cos[:TOKENS], sin[:TOKENS]))},
        "attention": {"query": flat(q), "key": flat(k), "value": flat(v), "out": flat(causal_attention(q, k, v))},
        "feed_forward": {**{n: numbers(getattr(feed_forward, n).weight) for n in ("gate", "up", "down")},
                         "x": numbers(x), "out": numbers(feed_forward(x))},
        "four_bits": {"weight": numbers(weight), "whole": whole.flatten().tolist(), "scale": numbers(scale),
                      "out": numbers(dequantize(whole, scale))},
    }


def whole_model() -> dict:
    """A model file with its logits, float32 on the rounded weights."""
    model = ParcelGPT(SMALL)
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.4)
    ids = torch.randint(0, SMALL.vocabulary, (1, TOKENS))
    logits = quantized_model(model)(ids)[0]
    return {"file": base64.b64encode(safetensors_bytes(model)).decode(), "tokens": ids[0].tolist(), "logits": numbers(logits)}


def odd_strings() -> list[str]:
    rng = random.Random(SEED)
    word = lambda: "".join(rng.choice(rng.choice(SCRIPTS)) for _ in range(rng.randint(1, 12)))
    plain = ["The package left the", "  two  spaces ", "An order contains 50 items.", "don't", "<|begin|>", "<|end|>", "", " "]
    made = ["".join(rng.choice([word(), f" {word()}", rng.choice(plain)]) for _ in range(rng.randint(1, 5))) for _ in range(STRINGS)]
    return plain + made


def tokenized(tokenizer: Tokenizer) -> list:
    """Strings with their ids. Special tokens are text here: a visitor's text never makes one."""
    tokenizer.encode_special_tokens = True
    return [[text, tokenizer.encode(text, add_special_tokens=False).ids] for text in odd_strings()]


def main() -> None:
    data, out = map(Path, sys.argv[1:3])
    torch.manual_seed(SEED)
    origin = f"PyTorch {torch.__version__} float32, models/training/reference.py, seed {SEED}"
    config = {"vocabulary": SMALL.vocabulary, "context": SMALL.context, "layers": SMALL.layers, "width": SMALL.width,
              "heads": SMALL.heads, "feedForward": SMALL.feed_forward, "ropeBase": SMALL.rope_base, "normEpsilon": SMALL.norm_epsilon}
    with torch.no_grad():
        vectors = {"origin": origin, "config": config, "tokens": TOKENS, **parts(), "model": whole_model()}
    (out / "transformer.json").write_text(json.dumps(vectors) + "\n")
    tokenizer = Tokenizer.from_file(str(data / "tokenizer.json"))
    pairs = {"origin": "tokenizers 0.23.3, models/training/reference.py", "pairs": tokenized(tokenizer)}
    (out / "byte_level_bpe.json").write_text(json.dumps(pairs) + "\n")


if __name__ == "__main__":
    main()
