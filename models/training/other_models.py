"""parcel-gru and parcel-bert: the same corpus, tokenizer and size as parcel-gpt, another family and another objective."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from data import IGNORE
from model import Block, Config, RMSNorm, rope_table, rotate

HIDDEN = 512
MASKED_SHARE = 0.15


class ParcelGRU(nn.Module):
    """Two recurrent layers (Cho et al. 2014): the whole past is in one vector of 512 numbers a layer."""

    def __init__(self, config: Config):
        super().__init__()
        self.config = config
        self.embedding = nn.Embedding(config.vocabulary, config.width)
        nn.init.normal_(self.embedding.weight, std=0.02)
        self.blocks = nn.GRU(config.width, HIDDEN, num_layers=2, batch_first=True)
        self.output = nn.Linear(HIDDEN, config.width, bias=False)
        self.norm = RMSNorm(config.width, config.norm_epsilon)

    def forward(self, ids: Tensor) -> Tensor:
        states, _ = self.blocks(self.embedding(ids))
        return F.linear(self.norm(self.output(states)), self.embedding.weight)


class ParcelBERT(nn.Module):
    """parcel-gpt's blocks without the causal mask: every token sees both sides, and masked ones are to be guessed."""

    def __init__(self, config: Config):
        super().__init__()
        self.config, self.mask = config, config.vocabulary
        self.embedding = nn.Embedding(config.vocabulary + 1, config.width)
        nn.init.normal_(self.embedding.weight, std=0.02)
        self.blocks = nn.ModuleList(Block(config) for _ in range(config.layers))
        self.norm = RMSNorm(config.width, config.norm_epsilon)
        cos, sin = rope_table(config)
        self.register_buffer("cos", cos, persistent=False)
        self.register_buffer("sin", sin, persistent=False)

    def forward(self, ids: Tensor, present: Tensor) -> Tensor:
        """ids and present [batch, tokens]; padding is not present, and nothing looks at it."""
        x = self.embedding(ids)
        for block in self.blocks:
            x = x + self._attend(block.attention, block.attention_norm(x), present)
            x = x + block.feed_forward(block.feed_forward_norm(x))
        return F.linear(self.norm(x), self.embedding.weight[: self.config.vocabulary])

    def _attend(self, attention: nn.Module, x: Tensor, present: Tensor) -> Tensor:
        batch, tokens, width = x.shape
        split = lambda y: y.view(batch, tokens, attention.heads, -1).transpose(1, 2)
        turn = lambda y: rotate(y, self.cos[:tokens].to(y), self.sin[:tokens].to(y))
        q, k, v = turn(split(attention.query(x))), turn(split(attention.key(x))), split(attention.value(x))
        mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=present[:, None, None])
        return attention.output(mixed.transpose(1, 2).reshape(batch, tokens, width))


def masked_loss(model: ParcelBERT, inputs: Tensor, targets: Tensor, reduction: str = "mean") -> Tensor:
    """Cross-entropy in nats over a random 15 % of the tokens, which the model sees as masks (Devlin et al. 2019).

    Their sum is scaled up to all tokens, so that both objectives weigh a step alike.
    """
    present = targets != IGNORE
    hidden = (torch.rand(inputs.shape) < MASKED_SHARE) & present
    hidden[:, 1] |= present[:, 1]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = model(torch.where(hidden, model.mask, inputs), present)
    wanted = torch.where(hidden, inputs, IGNORE)
    mean = F.cross_entropy(logits.float().flatten(0, 1), wanted.flatten(), ignore_index=IGNORE)
    return mean * present.sum() if reduction == "sum" else mean
