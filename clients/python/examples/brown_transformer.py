#!/usr/bin/env python3
"""Trains a small Transformer to predict the next character of the Brown corpus.

    examples/fetch_brown.sh data
    python3 -m examples.brown_transformer --data data/brown.npz --store lode-store \\
        --run cosine-3e-3-s1 --schedule cosine --peak 3e-3 --epochs 4 --optimizer adamw --seed 1

Losses are nats a character, accuracies the part of characters that have the best score.
"""

import math

import torch

from examples.characters import character_options, train_on_characters


class Transformer(torch.nn.Module):
    """A decoder with layer norms before each part (Xiong et al. 2020), output tied to the input."""

    def __init__(self, alphabet: int, context: int, width: int, heads: int, depth: int) -> None:
        super().__init__()
        self.characters = torch.nn.Embedding(alphabet, width)
        self.positions = torch.nn.Embedding(context, width)
        self.blocks = torch.nn.ModuleList(_Block(width, heads) for _ in range(depth))
        self.norm = torch.nn.LayerNorm(width)
        torch.nn.init.normal_(self.characters.weight, std=0.02)
        torch.nn.init.normal_(self.positions.weight, std=0.02)

    def forward(self, text: torch.Tensor) -> torch.Tensor:
        """Scores (sequence, time, character) of what follows (sequence, time)."""
        time = torch.arange(text.shape[1], device=text.device)
        hidden = self.characters(text) + self.positions(time)
        for block in self.blocks:
            hidden = block(hidden)
        return self.norm(hidden) @ self.characters.weight.T


class _Block(torch.nn.Module):
    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.before_attention = torch.nn.LayerNorm(width)
        self.attention = torch.nn.Linear(width, 3 * width)
        self.mix = torch.nn.Linear(width, width)
        self.before_layers = torch.nn.LayerNorm(width)
        self.layers = torch.nn.Sequential(
            torch.nn.Linear(width, 4 * width), torch.nn.GELU(), torch.nn.Linear(4 * width, width)
        )

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        sequences, time, width = hidden.shape
        split = self.attention(self.before_attention(hidden))
        query, key, value = (
            part.view(sequences, time, self.heads, width // self.heads).transpose(1, 2)
            for part in split.split(width, dim=-1)
        )
        scores = query @ key.transpose(-1, -2) / math.sqrt(width // self.heads)
        later = torch.ones(time, time, dtype=torch.bool, device=hidden.device).triu(1)
        weights = scores.masked_fill(later, -math.inf).softmax(-1)
        seen = (weights @ value).transpose(1, 2).reshape(sequences, time, width)
        hidden = hidden + self.mix(seen)
        return hidden + self.layers(self.before_layers(hidden))


if __name__ == "__main__":
    options_of = character_options(
        __doc__.splitlines()[0], context=64, validation=128, test=1_024
    )
    options_of.add_argument("--heads", type=int, default=4)
    options_of.add_argument("--depth", type=int, default=2)
    options = options_of.parse_args()
    train_on_characters(
        options,
        "transformer-small",
        lambda letters: Transformer(
            letters, options.context, options.width, options.heads, options.depth
        ),
    )
