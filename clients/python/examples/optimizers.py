"""Optimizers that need no schedule, to compare with: hypergradient descent and schedule-free AdamW."""

import contextlib
from typing import Any, Callable, Dict, Iterable, Iterator, List, Optional, Tuple

import torch
from torch.optim import Optimizer


class HypergradientSGD(Optimizer):
    """SGD that descends on its own learning rate (Baydin et al. 2018, arXiv:1703.04782).

    Algorithm 4 of the paper, SGD-HD: with the gradient g_t at the weights w_{t-1},

        alpha_t = alpha_{t-1} + beta <g_t, g_{t-1}>,    w_t = w_{t-1} - alpha_t g_t

    Deviation: the learning rate never falls below zero.
    """

    def __init__(self, params: Iterable[Any], lr: float, hypergradient_lr: float) -> None:
        """``lr`` is alpha_0, ``hypergradient_lr`` beta."""
        _require("lr", lr)
        _require("hypergradient_lr", hypergradient_lr)
        super().__init__(params, {"lr": lr, "hypergradient_lr": hypergradient_lr})

    @torch.no_grad()
    def step(self, closure: Optional[Callable[[], float]] = None) -> None:  # type: ignore[override]
        """Takes one step; a group has one learning rate for all its parameters."""
        for group in self.param_groups:
            found = [p for p in group["params"] if p.grad is not None]
            product = _product_with_last_direction(self, found)
            group["lr"] = max(0.0, group["lr"] + group["hypergradient_lr"] * product)
            for p in found:
                self.state[p]["direction"] = p.grad.clone()
                p.add_(p.grad, alpha=-group["lr"])


class HypergradientAdam(Optimizer):
    """Adam that descends on its own learning rate (Baydin et al. 2018, arXiv:1703.04782).

    Algorithm 6 of the paper, Adam-HD: u_t = -m_hat_t / (sqrt(v_hat_t) + epsilon) is the direction of
    the update w_t = w_{t-1} + alpha_t u_t, and alpha_t = alpha_{t-1} - beta <g_t, u_{t-1}>.

    Deviation: the learning rate never falls below zero.
    """

    def __init__(
        self,
        params: Iterable[Any],
        lr: float,
        hypergradient_lr: float,
        betas: Tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
    ) -> None:
        """``lr`` is alpha_0, ``hypergradient_lr`` beta; the others are Adam's."""
        _require("lr", lr)
        _require("hypergradient_lr", hypergradient_lr)
        defaults = {"lr": lr, "hypergradient_lr": hypergradient_lr, "betas": betas, "eps": eps}
        super().__init__(params, defaults)

    @torch.no_grad()
    def step(self, closure: Optional[Callable[[], float]] = None) -> None:  # type: ignore[override]
        """Takes one step; a group has one learning rate for all its parameters."""
        for group in self.param_groups:
            found = [p for p in group["params"] if p.grad is not None]
            product = _product_with_last_direction(self, found)
            group["lr"] = max(0.0, group["lr"] - group["hypergradient_lr"] * product)
            for p in found:
                self._update(p, group)

    def _update(self, p: torch.Tensor, group: Dict[str, Any]) -> None:
        state = self.state[p]
        if not state:
            state.update(steps=0, first=torch.zeros_like(p), second=torch.zeros_like(p))
        first_decay, second_decay = group["betas"]
        state["steps"] += 1
        state["first"].mul_(first_decay).add_(p.grad, alpha=1 - first_decay)
        state["second"].mul_(second_decay).addcmul_(p.grad, p.grad, value=1 - second_decay)
        first = state["first"] / (1 - first_decay ** state["steps"])
        second = state["second"] / (1 - second_decay ** state["steps"])
        state["direction"] = -first / (second.sqrt() + group["eps"])
        p.add_(state["direction"], alpha=group["lr"])


class ScheduleFreeAdamW(Optimizer):
    """Schedule-free AdamW (Defazio et al. 2024, arXiv:2405.15682, algorithm 1).

        y_t = (1 - beta1) z_t + beta1 x_t                   where the gradient g_t is taken
        v_t = beta2 v_{t-1} + (1 - beta2) g_t^2
        gamma_t = gamma sqrt(1 - beta2^t) min(1, t / T_warmup)
        z_{t+1} = z_t - gamma_t g_t / (sqrt(v_t) + epsilon) - gamma_t lambda y_t
        c_{t+1} = gamma_t^2 / sum of gamma_i^2,   x_{t+1} = (1 - c_{t+1}) x_t + c_{t+1} z_{t+1}

    The parameters hold y while training and x after ``eval()``, which is what is to be used; ``step``
    belongs between ``train()`` and ``eval()``.
    """

    def __init__(
        self,
        params: Iterable[Any],
        lr: float,
        betas: Tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.0,
        warmup_steps: int = 0,
    ) -> None:
        """``lr`` is gamma, ``weight_decay`` lambda, ``warmup_steps`` T_warmup."""
        _require("lr", lr)
        defaults = {
            "lr": lr,
            "betas": betas,
            "eps": eps,
            "weight_decay": weight_decay,
            "warmup_steps": warmup_steps,
            "steps": 0,
            "weights": 0.0,
        }
        super().__init__(params, defaults)
        self._trains = True
        for group in self.param_groups:
            for p in group["params"]:
                point = p.detach().clone()
                self.state[p].update(z=point, x=point.clone(), second=torch.zeros_like(point))

    @torch.no_grad()
    def step(self, closure: Optional[Callable[[], float]] = None) -> None:  # type: ignore[override]
        """Takes one step.

        Raises:
            RuntimeError: the parameters hold the average, after ``eval()``.
        """
        if not self._trains:
            raise RuntimeError("step needs the training parameters; call train() first")
        for group in self.param_groups:
            first_decay, second_decay = group["betas"]
            group["steps"] += 1
            t = group["steps"]
            warm = min(1.0, t / group["warmup_steps"]) if group["warmup_steps"] else 1.0
            rate = group["lr"] * (1 - second_decay**t) ** 0.5 * warm
            group["weights"] += rate**2
            share = rate**2 / group["weights"] if group["weights"] > 0 else 0.0
            for p in group["params"]:
                if p.grad is None:
                    continue
                state = self.state[p]
                state["second"].mul_(second_decay).addcmul_(p.grad, p.grad, value=1 - second_decay)
                direction = p.grad / (state["second"].sqrt() + group["eps"])
                state["z"].sub_(direction + group["weight_decay"] * p, alpha=rate)
                state["x"].lerp_(state["z"], share)
                p.copy_(torch.lerp(state["z"], state["x"], first_decay))

    @torch.no_grad()
    def train(self) -> None:
        """Puts y into the parameters."""
        if not self._trains:
            for group in self.param_groups:
                for p in group["params"]:
                    state = self.state[p]
                    p.copy_(torch.lerp(state["z"], state["x"], group["betas"][0]))
        self._trains = True

    @torch.no_grad()
    def eval(self) -> None:
        """Puts the average x into the parameters."""
        for group in self.param_groups:
            for p in group["params"]:
                p.copy_(self.state[p]["x"])
        self._trains = False

    @contextlib.contextmanager
    def averaged(self) -> Iterator[None]:
        """Puts the average x into the parameters, and y back at the end."""
        self.eval()
        try:
            yield
        finally:
            self.train()


def _product_with_last_direction(optimizer: Optimizer, parameters: List[torch.Tensor]) -> float:
    """Of the gradients now and the directions that the step before took; 0 at the first."""
    return sum(
        float((p.grad * optimizer.state[p]["direction"]).sum())
        for p in parameters
        if p.grad is not None and "direction" in optimizer.state[p]
    )


def _require(name: str, value: float) -> None:
    if not value >= 0:
        raise ValueError(f"{name} must be at least 0, found {value}")
