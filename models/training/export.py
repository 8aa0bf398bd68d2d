"""Writes a trained parcel-gpt as the files that the site ships.

    python models/training/export.py RUN DATA static/models

RUN is a folder of train.py, DATA that of the corpus. The model lands in static/models/parcel-gpt/vHASH/, in the layout of the Hugging Face hub:
model.safetensors with 4-bit blocks (what lib/transformer reads), onnx/model_q4.onnx with the same numbers (what
transformers.js reads), config.json, generation_config.json, tokenizer.json, tokenizer_config.json. HASH is the
beginning of the SHA-256 of model.safetensors and tokenizer.json. static/models/parcel-gpt/card.json says how it was made.
"""

import dataclasses
import hashlib
import json
import shutil
import sys
from pathlib import Path

import numpy as np
import onnx
import torch
from safetensors.numpy import save
from tokenizers import Tokenizer

from card import lib_names, make_card
from data import load
from model import Config, ParcelGPT
from onnx_graph import build_graph
from quantize import dequantize, quantize
from train import MIXTURE

NAME = "parcel-gpt"
HASH_DIGITS = 12
AGREEMENT_POSITIONS = 1000
BEGIN, END = "<|begin|>", "<|end|>"


def load_model(checkpoint: Path) -> ParcelGPT:
    """The trained weights in full precision."""
    state = torch.load(checkpoint, weights_only=True)["model"]
    names = {name: name.replace("parametrizations.weight.original", "weight") for name in state}
    model = ParcelGPT(Config())
    model.load_state_dict({names[name]: weight for name, weight in state.items()})
    return model.eval()


def is_quantized(name: str) -> bool:
    return not name.endswith("norm.weight")


def quantized_model(model: ParcelGPT) -> ParcelGPT:
    """The model with every matrix rounded to its 4-bit blocks, in float32: what every runtime must agree with."""
    rounded = ParcelGPT(model.config)
    state = model.state_dict()
    rounded.load_state_dict({n: dequantize(*quantize(w)) if is_quantized(n) else w for n, w in state.items()})
    return rounded.eval()


def pack(whole: torch.Tensor) -> np.ndarray:
    """Two weights a byte, the first in the low half, each stored as its number + 8."""
    unsigned = (whole + 8).to(torch.uint8).numpy()
    return unsigned[:, 0::2] | unsigned[:, 1::2] << 4


def safetensors_bytes(model: ParcelGPT) -> bytes:
    tensors: dict[str, np.ndarray] = {}
    for name, weight in model.state_dict().items():
        if is_quantized(name):
            whole, scale = quantize(weight)
            tensors[name], tensors[f"{name}.scale"] = pack(whole), scale.numpy()
        else:
            tensors[name] = weight.numpy()
    return save(tensors, metadata={"config": json.dumps(lib_names(dataclasses.asdict(model.config))), "format": "pt"})


def hub_config(config: Config) -> dict:
    """The configuration in the hub's words: the architecture is Llama's."""
    return {
        "architectures": ["LlamaForCausalLM"], "model_type": "llama", "torch_dtype": "float32",
        "vocab_size": config.vocabulary, "max_position_embeddings": config.context,
        "num_hidden_layers": config.layers, "hidden_size": config.width, "intermediate_size": config.feed_forward,
        "num_attention_heads": config.heads, "num_key_value_heads": config.heads, "head_dim": config.head_width,
        "rope_theta": config.rope_base, "rms_norm_eps": config.norm_epsilon, "hidden_act": "silu",
        "tie_word_embeddings": True, "bos_token_id": 0, "eos_token_id": 1, "use_cache": True,
    }


def tokenizer_json(path: Path) -> str:
    """The trained tokenizer without white space, told to put the begin token in front of a text."""
    tokenizer = json.loads(path.read_text(encoding="utf-8"))
    tokenizer["model"]["merges"] = [m if isinstance(m, str) else " ".join(m) for m in tokenizer["model"]["merges"]]
    tokenizer["post_processor"] = {
        "type": "TemplateProcessing",
        "single": [{"SpecialToken": {"id": BEGIN, "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
        "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 0}}],
        "special_tokens": {BEGIN: {"id": BEGIN, "ids": [0], "tokens": [BEGIN]}},
    }
    return json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":"))


TOKENIZER_CONFIG = {
    "tokenizer_class": "PreTrainedTokenizerFast", "bos_token": BEGIN, "eos_token": END, "pad_token": END,
    "model_max_length": 512, "clean_up_tokenization_spaces": False,
}
GENERATION_CONFIG = {"bos_token_id": 0, "eos_token_id": 1, "pad_token_id": 1}


@torch.no_grad()
def agreement(rounded: ParcelGPT, data: Path, revision: str) -> dict:
    """Log-probabilities of real texts' tokens by PyTorch in float32: other runtimes have to say the same."""
    tokenizer = Tokenizer.from_file(str(data / "tokenizer.json"))
    texts, positions = [], 0
    for documents in zip(*(load(data / f"{s}.validation.txt", tokenizer, Config().context) for s in MIXTURE)):
        for ids in (torch.from_numpy(document.astype(np.int64)) for document in documents):
            scores = rounded(ids[None, :-1])[0].log_softmax(-1).gather(1, ids[1:, None])[:, 0]
            texts.append({"tokens": ids.tolist(), "log_probabilities": [float(f"{v:.8g}") for v in scores.tolist()]})
            positions += len(scores)
        if positions >= AGREEMENT_POSITIONS:
            return {"origin": f"PyTorch {torch.__version__} float32, models/training/export.py", "revision": revision, "texts": texts}


def main() -> None:
    run, data, static = map(Path, sys.argv[1:4])
    model = load_model(run / "checkpoint.pt")
    weights, tokenizer = safetensors_bytes(model), tokenizer_json(data / "tokenizer.json").encode()
    revision = hashlib.sha256(weights + tokenizer).hexdigest()[:HASH_DIGITS]
    shutil.rmtree(static / NAME, ignore_errors=True)
    folder = static / NAME / f"v{revision}"
    (folder / "onnx").mkdir(parents=True)
    (folder / "model.safetensors").write_bytes(weights)
    (folder / "tokenizer.json").write_bytes(tokenizer)
    onnx.save(build_graph(model), folder / "onnx" / "model_q4.onnx")
    for name, value in (("config", hub_config(model.config)), ("tokenizer_config", TOKENIZER_CONFIG),
                        ("generation_config", GENERATION_CONFIG)):
        (folder / f"{name}.json").write_text(json.dumps(value, indent=2) + "\n")
    files = {str(path.relative_to(folder)): path.stat().st_size for path in sorted(folder.rglob("*")) if path.is_file()}
    card = make_card(model, quantized_model(model), run, data, files)
    (static / NAME / "card.json").write_text(json.dumps(card) + "\n")
    vectors = Path(__file__).parents[2] / "tests/reference/parcel_gpt.json"
    vectors.write_text(json.dumps(agreement(quantized_model(model), data, revision)) + "\n")
    print(folder)


if __name__ == "__main__":
    main()
