"""What PyTorch says of small random models of the family: writes transformer_family.json and transformer_grid.json beside this file.

    pip install torch transformers numpy
    python tests/reference/transformer_family.py

The weights are not stored: both sides draw them from the same generator, named by tensor (see `draw`).
"""

import json
from pathlib import Path

import numpy as np
import torch
import transformers
from transformers import LlamaConfig, LlamaForCausalLM, Qwen2Config, Qwen2ForCausalLM, Qwen3Config, Qwen3ForCausalLM

POSITIONS = 20

SHARED = {"hidden_act": "silu", "rms_norm_eps": 1e-5, "num_hidden_layers": 2, "vocab_size": 61, "max_position_embeddings": 64}
LLAMA = {**SHARED, "model_type": "llama", "hidden_size": 42, "num_attention_heads": 6, "num_key_value_heads": 2, "head_dim": 8,
         "intermediate_size": 72, "rope_theta": 10000.0, "attention_bias": False, "mlp_bias": False, "tie_word_embeddings": False}
QWEN2 = {**SHARED, "model_type": "qwen2", "hidden_size": 48, "num_attention_heads": 4, "num_key_value_heads": 2,
         "intermediate_size": 70, "rope_theta": 1000000.0, "use_sliding_window": False, "sliding_window": 32, "max_window_layers": 2}
QWEN3 = {**SHARED, "model_type": "qwen3", "hidden_size": 36, "num_attention_heads": 4, "num_key_value_heads": 1, "head_dim": 16,
         "intermediate_size": 100, "rope_theta": 1000000.0, "attention_bias": False, "tie_word_embeddings": True,
         "use_sliding_window": False, "sliding_window": None, "max_window_layers": 2}
LLAMA3 = {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 16}
YARN = {"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 16}

# name: configuration, bits (16 is float16, 17 bfloat16, 32 float32), weights a block, zero points
CASES = {
    "llama, blocks of 32, tied": ({**LLAMA, "tie_word_embeddings": True}, 4, 32, False),
    "llama, blocks of 16 with zero points": (LLAMA, 4, 16, True),
    "llama3 scaling, 8 bits in blocks of 64": ({**LLAMA, "rope_scaling": LLAMA3}, 8, 64, False),
    "linear scaling, biases, 8 bits in blocks of 16 with zero points": (
        {**LLAMA, "rope_scaling": {"type": "linear", "factor": 3.0}, "attention_bias": True}, 8, 16, True),
    "qwen2, blocks of 128 with zero points, yarn": ({**QWEN2, "rope_scaling": YARN, "tie_word_embeddings": False}, 4, 128, True),
    "qwen2, 8 bits in blocks of 32, tied": ({**QWEN2, "tie_word_embeddings": True}, 8, 32, False),
    "qwen3, blocks of 64, tied": (QWEN3, 4, 64, False),
    "qwen3, 8 bits in blocks of 128 with zero points": ({**QWEN3, "tie_word_embeddings": False}, 8, 128, True),
    "four bits of this project, llama": ({**LLAMA, "hidden_size": 96, "intermediate_size": 64, "num_attention_heads": 6,
                                          "num_key_value_heads": 3, "head_dim": 16}, 4, 32, False),
    "llama, float32": (LLAMA, 32, 0, False),
    "qwen2, float16": ({**QWEN2, "tie_word_embeddings": True}, 16, 0, False),
    "qwen3, bfloat16": ({**QWEN3, "tie_word_embeddings": False}, 17, 0, False),
}
CLASSES = {"llama": (LlamaConfig, LlamaForCausalLM), "qwen2": (Qwen2Config, Qwen2ForCausalLM), "qwen3": (Qwen3Config, Qwen3ForCausalLM)}


# Every family with every block size and bit width, shorter texts; with zero points and a tied table in turn.
GRID = {
    f"{fields['model_type']}, {bits} bits in blocks of {block}": (
        {**fields, "tie_word_embeddings": (turn + index) % 2 == 0}, bits, block, turn % 2 == 1)
    for index, fields in enumerate((LLAMA, QWEN2, QWEN3))
    for turn, (bits, block) in enumerate((bits, block) for block in (16, 32, 64, 128) for bits in (4, 8))
}
GRID_POSITIONS = 5


def draw(name: str, count: int, bits: int) -> np.ndarray:
    """Whole numbers of so many bits: FNV-1a of the name seeds a linear congruential generator, whose upper bits count."""
    state = 0x811C9DC5
    for byte in name.encode():
        state = ((state ^ byte) * 0x01000193) & 0xFFFFFFFF
    values = np.empty(count, np.int64)
    for i in range(count):
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        values[i] = state >> (32 - bits)
    return values


def matrix(name: str, rows: int, columns: int, bits: int, block: int, zero_points: bool) -> np.ndarray:
    if bits > 8:
        return ((draw(name, rows * columns, 8) - 128) / 512).reshape(rows, columns)
    blocks = -(-columns // block)
    values = draw(name, rows * blocks * block, bits).reshape(rows, blocks, block)
    scales = (draw(f"{name}.scale", rows * blocks, 6) + 1).reshape(rows, blocks, 1) / 2 ** (11 if bits == 4 else 15)
    zeros = np.full((rows, blocks, 1), 2 ** (bits - 1))
    if zero_points:
        zeros = zeros - 4 + draw(f"{name}.zero", rows * blocks, 3).reshape(rows, blocks, 1)
    return ((values - zeros) * scales).reshape(rows, -1)[:, :columns]


def vector(name: str, length: int) -> np.ndarray:
    around = 1 if name.endswith("norm.weight") else 0
    return around + (draw(name, length, 8) - 128) / 512


def expected(fields: dict, bits: int, block: int, zero_points: bool, positions: int) -> list[list[float]]:
    config_class, model_class = CLASSES[fields["model_type"]]
    model = model_class(config_class(**fields, attn_implementation="eager")).eval()
    state = {}
    for name, parameter in model.state_dict().items():
        if name == "lm_head.weight" and fields["tie_word_embeddings"]:
            continue
        shape = tuple(parameter.shape)
        values = matrix(name, *shape, bits, block, zero_points) if len(shape) == 2 else vector(name, *shape)
        state[name] = torch.tensor(values, dtype=torch.float32)
    missing = model.load_state_dict(state, strict=False)
    assert set(missing.missing_keys) <= {"lm_head.weight"} and not missing.unexpected_keys, missing
    model.tie_weights()
    with torch.no_grad():
        logits = model(torch.tensor([tokens(fields["vocab_size"], positions)])).logits[0]
    return [[round(float(x), 6) for x in row] for row in logits.double().log_softmax(-1)]


def tokens(vocabulary: int, positions: int) -> list[int]:
    return [int(x) % vocabulary for x in draw("tokens", positions, 16)]


def write(name: str, models: dict, positions: int) -> None:
    cases = [
        {"name": name, "config": case[0], "bits": case[1], "block": case[2], "zeroPoints": case[3], "tokens": tokens(61, positions),
         "logProbabilities": expected(*case, positions)}
        for name, case in models.items()
    ]
    origin = f"PyTorch {torch.__version__} float32 (log-softmax in float64), transformers {transformers.__version__}"
    path = Path(__file__).with_name(name)
    path.write_text(json.dumps({"origin": origin, "cases": cases}, separators=(",", ":")) + "\n")


def main() -> None:
    write("transformer_family.json", CASES, POSITIONS)
    write("transformer_grid.json", GRID, GRID_POSITIONS)


if __name__ == "__main__":
    main()
