"""An average of the weights that a training went through, to evaluate instead of the last ones."""

import contextlib
from typing import Any, Dict, Iterator, List

import torch


class PolynomialDecayAverage:
    """The polynomial-decay average of a network's weights (Shamir and Zhang 2013, arXiv:1212.1824).

    With w_t the weights after step t = 1, 2, ...,

        x_t = (1 - c_t) x_{t-1} + c_t w_t,    c_t = (eta + 1) / (t + eta)

    Weights of the past lose their share as a power of time, so that the average spans the same part
    of a training whatever its length: its mean age tends to t / (eta + 2). eta = 0 is the plain mean.
    """

    def __init__(self, network: torch.nn.Module, eta: float) -> None:
        """Averages what ``network`` holds after every ``update``.

        Raises:
            ValueError: eta is negative, or the network keeps running statistics, which no average of
                weights goes with.
        """
        if not eta >= 0:
            raise ValueError(f"eta of the average must be at least 0, found {eta}")
        buffers = [name for name, _ in network.named_buffers()]
        if buffers:
            raise ValueError(
                "weights can be averaged of a network without running statistics, found "
                + ", ".join(buffers[:3])
            )
        self.eta = eta
        self.steps = 0
        self._weights: List[torch.Tensor] = list(network.parameters())
        self._average = [w.detach().clone() for w in self._weights]

    @torch.no_grad()
    def update(self) -> None:
        """Takes in the weights as they are after a step."""
        self.steps += 1
        share = (self.eta + 1) / (self.steps + self.eta)
        for average, weight in zip(self._average, self._weights):
            average.lerp_(weight, share)

    @contextlib.contextmanager
    def applied(self) -> Iterator[None]:
        """Puts the average into the network, and what it held back at the end."""
        held = [w.detach().clone() for w in self._weights]
        self._fill(self._average)
        try:
            yield
        finally:
            self._fill(held)

    @torch.no_grad()
    def _fill(self, values: List[torch.Tensor]) -> None:
        for weight, value in zip(self._weights, values):
            weight.copy_(value)

    def state_dict(self) -> Dict[str, Any]:
        return {"steps": self.steps, "average": self._average}

    def load_state_dict(self, state: Dict[str, Any]) -> None:
        self.steps = state["steps"]
        self._average = [value.clone() for value in state["average"]]
