#!/usr/bin/env python3
"""Trains a small recurrent network to predict the next character of the King James Bible.

    examples/fetch_king_james.sh data
    python3 -m examples.king_james_gru --data data/king-james.npz --store lode-store \\
        --run cosine-3e-3-s1 --schedule cosine --peak 3e-3 --epochs 4 --optimizer adamw --seed 1

Losses are nats a character, accuracies the part of characters that have the best score.
"""

import torch

from examples.characters import character_options, train_on_characters


class Recurrent(torch.nn.Module):
    """Gated recurrent units (Cho et al. 2014) between an embedding and scores."""

    def __init__(self, alphabet: int, width: int) -> None:
        super().__init__()
        self.characters = torch.nn.Embedding(alphabet, width)
        self.units = torch.nn.GRU(width, width, batch_first=True)
        self.scores = torch.nn.Linear(width, alphabet)

    def forward(self, text: torch.Tensor) -> torch.Tensor:
        """Scores (sequence, time, character) of what follows (sequence, time)."""
        hidden, _ = self.units(self.characters(text))
        scores: torch.Tensor = self.scores(hidden)
        return scores


if __name__ == "__main__":
    options_of = character_options(
        __doc__.splitlines()[0], context=32, validation=512, test=2_048
    )
    options = options_of.parse_args()
    train_on_characters(
        options, "gru-small", lambda letters: Recurrent(letters, options.width)
    )
