"""A model's tokenizer and its configuration, as files of the Hugging Face hub."""

import json
from pathlib import Path

from torch import nn

from data import BEGIN, END
from other_models import HIDDEN, ParcelBERT, ParcelGRU

BEGIN_TOKEN, END_TOKEN, MASK_TOKEN = "<|begin|>", "<|end|>", "<|mask|>"
GENERATION_CONFIG = {"bos_token_id": BEGIN, "eos_token_id": END, "pad_token_id": END}


def hub_files(model: nn.Module) -> dict[str, dict]:
    """The small JSON files beside weights and tokenizer, by name."""
    masked = isinstance(model, ParcelBERT)
    tokenizer_config = {
        "tokenizer_class": "PreTrainedTokenizerFast", "bos_token": BEGIN_TOKEN, "eos_token": END_TOKEN,
        "pad_token": END_TOKEN, **({"mask_token": MASK_TOKEN} if masked else {}),
        "model_max_length": model.config.context, "clean_up_tokenization_spaces": False,
    }
    files = {"config.json": hub_config(model), "tokenizer_config.json": tokenizer_config}
    return files if masked else {**files, "generation_config.json": GENERATION_CONFIG}


def hub_config(model: nn.Module) -> dict:
    if isinstance(model, ParcelGRU):
        return recurrent_config(model)
    return masked_config(model) if isinstance(model, ParcelBERT) else causal_config(model)


def causal_config(model: nn.Module) -> dict:
    """The configuration in the hub's words. The layers are Llama's but for token_shift: half of each key and value
    comes from the token before, so the class has a name of its own."""
    config = model.config
    return {
        "architectures": ["ParcelGPTForCausalLM"], "model_type": "llama", "torch_dtype": "float32",
        "vocab_size": config.vocabulary, "max_position_embeddings": config.context,
        "num_hidden_layers": config.layers, "hidden_size": config.width, "intermediate_size": config.feed_forward,
        "num_attention_heads": config.heads, "num_key_value_heads": config.heads, "head_dim": config.head_width,
        "rope_theta": config.rope_base, "rms_norm_eps": config.norm_epsilon, "hidden_act": "silu",
        "tie_word_embeddings": True, "bos_token_id": BEGIN, "eos_token_id": END, "use_cache": True,
        "token_shift": True,
    }


def masked_config(model: ParcelBERT) -> dict:
    """BERT by its type, so that transformers.js asks it as one; the blocks are Llama's, and the words for them too."""
    shared = {name: value for name, value in causal_config(model).items() if name != "token_shift"}
    return {
        **shared, "architectures": ["BertForMaskedLM"], "model_type": "bert", "vocab_size": model.mask + 1,
        "position_embedding_type": "rotary", "is_decoder": False, "use_cache": False, "pad_token_id": END,
        "mask_token_id": model.mask,
    }


def recurrent_config(model: ParcelGRU) -> dict:
    """In words of its own: the hub has none for a recurrent model."""
    config = model.config
    return {
        "architectures": ["ParcelGRU"], "model_type": "gru", "torch_dtype": "float32",
        "vocab_size": config.vocabulary, "max_position_embeddings": config.context,
        "num_hidden_layers": len(model.blocks), "embedding_size": config.width, "hidden_size": HIDDEN,
        "rms_norm_eps": config.norm_epsilon, "tie_word_embeddings": True, "bos_token_id": BEGIN, "eos_token_id": END,
    }


def tokenizer_json(model: nn.Module, path: Path) -> str:
    """The trained tokenizer without white space, told to put the begin token in front of a text."""
    tokenizer = json.loads(path.read_text(encoding="utf-8"))
    tokenizer["model"]["merges"] = [m if isinstance(m, str) else " ".join(m) for m in tokenizer["model"]["merges"]]
    tokenizer["post_processor"] = {
        "type": "TemplateProcessing",
        "single": [{"SpecialToken": {"id": BEGIN_TOKEN, "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
        "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 0}}],
        "special_tokens": {BEGIN_TOKEN: {"id": BEGIN_TOKEN, "ids": [BEGIN], "tokens": [BEGIN_TOKEN]}},
    }
    if isinstance(model, ParcelBERT):
        tokenizer["added_tokens"].append(mask_token(model.mask))
    return json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":"))


def mask_token(mask: int) -> dict:
    """It takes the space before it along, since the word that it stands for has that space in its token."""
    return {"id": mask, "content": MASK_TOKEN, "single_word": False, "lstrip": True, "rstrip": False,
            "normalized": False, "special": True}
