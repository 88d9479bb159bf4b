"""The largest eigenvalue of a loss's Hessian, by power iteration on Hessian-vector products."""

from typing import Callable, Iterable, List, NamedTuple

import torch


class TopEigenvalue(NamedTuple):
    """What power iteration found: the eigenvalue of largest magnitude, its sign kept."""

    value: float
    iterations: int
    converged: bool


def top_eigenvalue(
    loss: Callable[[], torch.Tensor],
    parameters: Iterable[torch.Tensor],
    iterations: int = 60,
    tolerance: float = 1e-3,
    seed: int = 0,
) -> TopEigenvalue:
    """Iterates until the Rayleigh quotient changes by less than ``tolerance``, as a part of itself.

    Args:
        loss: of the parameters as they stand, the same at every call: a fixed batch, no dropout.
        parameters: those that the Hessian is of.
        iterations: at most so many Hessian-vector products.
        tolerance: relative change at which it stops.
        seed: of the first vector.
    """
    of: List[torch.Tensor] = [p for p in parameters if p.requires_grad]
    gradients = torch.autograd.grad(loss(), of, create_graph=True)
    random = torch.Generator().manual_seed(seed)
    vector = [torch.randn(p.shape, generator=random, dtype=p.dtype).to(p.device) for p in of]
    value = 0.0
    for iteration in range(1, iterations + 1):
        length = _norm(vector)
        if length == 0:
            return TopEigenvalue(0.0, iteration, True)
        vector = [v / length for v in vector]
        product = torch.autograd.grad(gradients, of, vector, retain_graph=True, allow_unused=True)
        image = [torch.zeros_like(p) if h is None else h for h, p in zip(product, of)]
        before, value = value, float(sum((v * h).sum() for v, h in zip(vector, image)))
        if iteration > 1 and abs(value - before) <= tolerance * abs(value):
            return TopEigenvalue(value, iteration, True)
        vector = [h.detach() for h in image]
    return TopEigenvalue(value, iterations, False)


def _norm(vector: List[torch.Tensor]) -> float:
    return float(torch.sqrt(sum((v * v).sum() for v in vector)))  # type: ignore[arg-type]
