#!/usr/bin/env python3
"""Trains causal convolutions to predict the next character of Moby-Dick.

    examples/fetch_moby_dick.sh data
    python3 -m examples.moby_dick_convolutions --data data/moby-dick.npz --store lode-store \\
        --run cosine-3e-3-s1 --schedule cosine --peak 3e-3 --epochs 4 --optimizer adamw --seed 1

Losses are nats a character, accuracies the part of characters that have the best score.
"""

import torch
from torch.nn import functional

from examples.characters import character_options, train_on_characters

LAYERS = 4
KERNEL = 3


class CausalConvolutions(torch.nn.Module):
    """Dilated convolutions that see only the past (van den Oord et al. 2016), with residuals."""

    def __init__(self, alphabet: int, width: int) -> None:
        super().__init__()
        self.characters = torch.nn.Embedding(alphabet, width)
        self.layers = torch.nn.ModuleList(
            torch.nn.Conv1d(width, width, KERNEL, dilation=2**layer) for layer in range(LAYERS)
        )
        self.norms = torch.nn.ModuleList(torch.nn.BatchNorm1d(width) for _ in range(LAYERS))
        self.scores = torch.nn.Linear(width, alphabet)

    def forward(self, text: torch.Tensor) -> torch.Tensor:
        """Scores (sequence, time, character) of what follows (sequence, time)."""
        hidden = self.characters(text).transpose(1, 2)
        for layer, (convolution, norm) in enumerate(zip(self.layers, self.norms)):
            past = functional.pad(hidden, ((KERNEL - 1) * 2**layer, 0))
            hidden = hidden + torch.relu(norm(convolution(past)))
        scores: torch.Tensor = self.scores(hidden.transpose(1, 2))
        return scores


if __name__ == "__main__":
    options_of = character_options(
        __doc__.splitlines()[0], context=32, validation=512, test=2_048
    )
    options = options_of.parse_args()
    train_on_characters(
        options,
        "convolutions-small",
        lambda letters: CausalConvolutions(letters, options.width),
    )
