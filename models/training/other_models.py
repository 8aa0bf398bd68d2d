"""parcel-gru and parcel-bert: the same corpus, tokenizer and size as parcel-gpt, another family and another objective."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from data import END, IGNORE
from model import Block, Config, RMSNorm, rope_table, rotate

HIDDEN = 576
MASKED_SHARE, CUT_SHARE = 0.15, 0.25


class ParcelGRU(nn.Module):
    """Two recurrent layers (Cho et al. 2014): all that it keeps of the past is one vector of 576 numbers a layer."""

    def __init__(self, config: Config):
        super().__init__()
        self.config = config
        self.embedding = nn.Embedding(config.vocabulary, config.width)
        nn.init.normal_(self.embedding.weight, std=0.02)
        self.blocks = nn.ModuleList(GRULayer(width, HIDDEN) for width in (config.width, HIDDEN))
        self.output = nn.Linear(HIDDEN, config.width, bias=False)
        self.norm = RMSNorm(config.width, config.norm_epsilon)

    def forward(self, ids: Tensor) -> Tensor:
        x = self.embedding(ids)
        for block in self.blocks:
            x = block(x)
        return F.linear(self.norm(self.output(x)), self.embedding.weight)


class GRULayer(nn.Module):
    """One layer; the rows of both matrices are those of the reset gate, the update gate and the candidate."""

    def __init__(self, width: int, hidden: int):
        super().__init__()
        self.hidden = hidden
        self.input = nn.Linear(width, 3 * hidden)
        self.state = nn.Linear(hidden, 3 * hidden)

    def forward(self, x: Tensor) -> Tensor:
        """x [batch, tokens, width] to the states [batch, tokens, hidden], from a state of zeros."""
        gates = self.input(x).transpose(0, 1).contiguous()
        weight, bias = self.state.weight.to(gates.dtype), self.state.bias.to(gates.dtype)
        return Recurrence.apply(gates, weight, bias).transpose(0, 1)


class Recurrence(torch.autograd.Function):
    """The part of a GRU that goes token by token:

        r, z = sigmoid(input + state), n = tanh(input + r * state), h = (1 - z) * n + z * h

    Its gradient is written out because the weights' part of it can wait until all tokens are known, and is one
    product then: in PyTorch's own it is one for each token, and training takes twice as long.
    """

    @staticmethod
    def forward(ctx, gates: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
        """gates [tokens, batch, 3 * hidden] of the input; weight [3 * hidden, hidden], bias [3 * hidden] of the state."""
        tokens, batch, width = gates.shape
        states = gates.new_zeros(tokens + 1, batch, width // 3)
        kept = gates.new_empty(tokens, batch, width // 3 * 4)
        for t in range(tokens):
            reset_in, update_in, new_in = gates[t].chunk(3, -1)
            reset_on, update_on, new_on = torch.addmm(bias, states[t], weight.T).chunk(3, -1)
            reset, update, new, state = kept[t].chunk(4, -1)
            torch.sigmoid(reset_in + reset_on, out=reset)
            torch.sigmoid(update_in + update_on, out=update)
            state.copy_(new_on)
            torch.tanh(torch.addcmul(new_in, reset, new_on), out=new)
            torch.lerp(new, states[t], update, out=states[t + 1])
        ctx.save_for_backward(weight, states, kept)
        return states[1:]

    @staticmethod
    def backward(ctx, wanted: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        weight, states, kept = ctx.saved_tensors
        into, back = (torch.empty(*kept.shape[:2], len(weight), dtype=kept.dtype) for _ in range(2))
        carried = torch.zeros_like(states[0])
        for t in reversed(range(len(kept))):
            reset, update, new, state = kept[t].chunk(4, -1)
            change = wanted[t] + carried
            d_new = change * (1 - update) * (1 - new * new)
            d_update = change * (states[t] - new) * update * (1 - update)
            d_reset = d_new * state * reset * (1 - reset)
            torch.cat([d_reset, d_update, d_new], -1, out=into[t])
            torch.cat([d_reset, d_update, d_new * reset], -1, out=back[t])
            carried = torch.addmm(change * update, back[t], weight)
        flat = back.flatten(0, 1)
        return into, flat.T @ states[:-1].flatten(0, 1), flat.sum(0)


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
        """Logits of every position. ids and present [batch, tokens]; padding is not present, and nothing looks at it."""
        return self.head(self.hidden(ids, present))

    def hidden(self, ids: Tensor, present: Tensor) -> Tensor:
        x = self.embedding(ids)
        for block in self.blocks:
            x = x + self._attend(block.attention, block.attention_norm(x), present)
            x = x + block.feed_forward(block.feed_forward_norm(x))
        return self.norm(x)

    def head(self, hidden: Tensor) -> Tensor:
        """Logits over the vocabulary, which the mask itself is not part of."""
        return F.linear(hidden, self.embedding.weight[: self.config.vocabulary])

    def _attend(self, attention: nn.Module, x: Tensor, present: Tensor) -> Tensor:
        batch, tokens, width = x.shape
        split = lambda y: y.view(batch, tokens, attention.heads, -1).transpose(1, 2)
        turn = lambda y: rotate(y, self.cos[:tokens].to(y), self.sin[:tokens].to(y))
        q, k, v = turn(split(attention.query(x))), turn(split(attention.key(x))), split(attention.value(x))
        mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=present[:, None, None])
        return attention.output(mixed.transpose(1, 2).reshape(batch, tokens, width))


def masks(present: Tensor) -> tuple[Tensor, Tensor]:
    """What a step hides, and what it leaves present; each [batch, tokens].

    A random 15 % of the tokens (Devlin et al. 2019). A quarter of the rows end early, in a mask: so that the model can
    also be asked for the next token, with nothing behind it.
    """
    length = present.sum(1)
    cut = torch.rand(len(length)) < CUT_SHARE
    last = torch.where(cut, 1 + (torch.rand(len(length)) * (length - 1)).long(), length - 1).clamp(min=1)
    place = torch.arange(present.size(1))
    present = present & (place <= last[:, None])
    hidden = (torch.rand(present.shape) < MASKED_SHARE) & (place > 0)
    return (hidden | (cut[:, None] & (place == last[:, None]))) & present, present


def masked_loss(model: ParcelBERT, inputs: Tensor, targets: Tensor, reduction: str = "mean") -> Tensor:
    """Cross-entropy in nats over the hidden tokens.

    Their sum is scaled up to all tokens, so that both objectives weigh a step alike.
    """
    scored = targets != IGNORE
    ids = torch.cat([inputs[:, :1], torch.where(scored, targets, END)], 1)[:, : model.config.context]
    hidden, present = masks(F.pad(scored, (1, 0), value=True)[:, : model.config.context])
    with torch.autocast("cpu", dtype=torch.bfloat16):
        states = model.hidden(torch.where(hidden, model.mask, ids), present)
        logits = model.head(states[hidden])
    mean = F.cross_entropy(logits.float(), ids[hidden])
    return mean * scored.sum() if reduction == "sum" else mean
