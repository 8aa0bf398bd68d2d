"""Writes a trained model as the files that the site ships.

    python models/training/export.py RUN DATA static/models [--model parcel-gpt] [--vectors tests/reference]

RUN is a folder of train.py, DATA that of the corpus. The model lands in static/models/NAME/vHASH/, in the layout of the
Hugging Face hub: model.safetensors with 4-bit blocks (what the site's own code reads), onnx/model_q4.onnx with the same
numbers (what transformers.js reads), config.json, tokenizer.json, tokenizer_config.json and, for the models that go on
with a text, generation_config.json. parcel-gru has no ONNX file: transformers.js runs no recurrent models. HASH is the
beginning of the SHA-256 of model.safetensors and tokenizer.json. static/models/NAME/card.json says how it was made, the
vectors (agreement.py) what every runtime has to compute.
"""

import argparse
import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import onnx
import torch
from safetensors.numpy import save
from torch import nn

from agreement import agreement
from card import make_card, stored_config
from hub_files import hub_files, tokenizer_json
from model import Config
from onnx_graph import build_graph
from other_models import ParcelGRU
from quantize import dequantize, quantize
from train import MODELS

HASH_DIGITS = 12
VECTORS = Path(__file__).parents[2] / "tests/reference"


def load_model(checkpoint: Path, name: str) -> nn.Module:
    """The trained weights in full precision; in the last part of a run their names are those of what is rounded."""
    state = torch.load(checkpoint, weights_only=True)["model"]
    names = {name: name.replace("parametrizations.weight.original", "weight") for name in state}
    model = MODELS[name](Config())
    model.load_state_dict({names[name]: weight for name, weight in state.items()})
    return model.eval()


def is_quantized(weight: torch.Tensor) -> bool:
    """Matrices are; biases and the scales of norms are few, and stay as they are."""
    return weight.ndim == 2


def quantized_model(model: nn.Module) -> nn.Module:
    """The model with every matrix rounded to its 4-bit blocks, in float32: what every runtime must agree with."""
    rounded = type(model)(model.config)
    state = model.state_dict()
    rounded.load_state_dict({n: dequantize(*quantize(w)) if is_quantized(w) else w for n, w in state.items()})
    return rounded.eval()


def pack(whole: torch.Tensor) -> np.ndarray:
    """Two weights a byte, the first in the low half, each stored as its number + 8."""
    unsigned = (whole + 8).to(torch.uint8).numpy()
    return unsigned[:, 0::2] | unsigned[:, 1::2] << 4


def safetensors_bytes(model: nn.Module) -> bytes:
    tensors: dict[str, np.ndarray] = {}
    for name, weight in model.state_dict().items():
        if is_quantized(weight):
            whole, scale = quantize(weight)
            tensors[name], tensors[f"{name}.scale"] = pack(whole), scale.numpy()
        else:
            tensors[name] = weight.numpy()
    return with_sorted_metadata(save(tensors, metadata={"config": json.dumps(stored_config(model)), "format": "pt"}))


def with_sorted_metadata(file: bytes) -> bytes:
    """The library writes the metadata in random order; the same weights are to make the same file, and revision."""
    start = 8 + int.from_bytes(file[:8], "little")
    header = json.loads(file[8:start])
    header["__metadata__"] = dict(sorted(header["__metadata__"].items()))
    return file[:8] + json.dumps(header, separators=(",", ":")).encode().ljust(start - 8) + file[start:]


def write_files(model: nn.Module, data: Path, home: Path) -> Path:
    """Writes the model's files below `home`, in place of those that were there; returns their folder."""
    weights, tokenizer = safetensors_bytes(model), tokenizer_json(model, data / "tokenizer.json").encode()
    revision = hashlib.sha256(weights + tokenizer).hexdigest()[:HASH_DIGITS]
    shutil.rmtree(home, ignore_errors=True)
    folder = home / f"v{revision}"
    folder.mkdir(parents=True)
    (folder / "model.safetensors").write_bytes(weights)
    (folder / "tokenizer.json").write_bytes(tokenizer)
    for name, value in hub_files(model).items():
        (folder / name).write_text(json.dumps(value, indent=2) + "\n")
    if not isinstance(model, ParcelGRU):
        (folder / "onnx").mkdir()
        onnx.save(build_graph(model), folder / "onnx" / "model_q4.onnx")
    return folder


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("run", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("static", type=Path)
    parser.add_argument("--model", choices=MODELS, default="parcel-gpt")
    parser.add_argument("--vectors", type=Path, default=VECTORS)
    arguments = parser.parse_args()
    name, data = arguments.model, arguments.data
    model = load_model(arguments.run / "checkpoint.pt", name)
    rounded = quantized_model(model)
    folder = write_files(model, data, arguments.static / name)
    files = {str(path.relative_to(folder)): path.stat().st_size for path in sorted(folder.rglob("*")) if path.is_file()}
    card = make_card(model, rounded, arguments.run, data, files)
    (folder.parent / "card.json").write_text(json.dumps(card) + "\n")
    vectors = agreement(rounded, data, folder.name.removeprefix("v"))
    (arguments.vectors / f"{name.replace('-', '_')}.json").write_text(json.dumps(vectors) + "\n")
    print(folder)


if __name__ == "__main__":
    main()
