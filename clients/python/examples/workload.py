"""What an example trains: a network, and data in three parts."""

from typing import Callable, NamedTuple, Tuple

import torch
from torch.nn import functional


class Part(NamedTuple):
    """Inputs (example, ...) and targets (example, ...), classes of int64."""

    inputs: torch.Tensor
    targets: torch.Tensor

    def to(self, device: torch.device) -> "Part":
        return Part(self.inputs.to(device), self.targets.to(device))


class Workload(NamedTuple):
    """Names, a network with new weights at each call, and the data."""

    model: str
    dataset: str
    network: Callable[[], torch.nn.Module]
    train: Part
    validation: Part
    test: Part


def cross_entropy(scores: torch.Tensor, targets: torch.Tensor, reduction: str) -> torch.Tensor:
    """Of scores (..., class) and targets (...)."""
    return functional.cross_entropy(scores.flatten(0, -2), targets.flatten(), reduction=reduction)


@torch.no_grad()
def evaluate(model: torch.nn.Module, part: Part, batch_size: int) -> Tuple[float, float]:
    """Mean loss and part of the targets that have the best score."""
    model.eval()
    loss = right = 0.0
    for first in range(0, len(part.targets), batch_size):
        targets = part.targets[first : first + batch_size]
        scores = model(part.inputs[first : first + batch_size])
        loss += float(cross_entropy(scores, targets, "sum"))
        right += float((scores.argmax(-1) == targets).sum())
    return loss / part.targets.numel(), right / part.targets.numel()
