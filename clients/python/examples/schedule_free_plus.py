"""ScheduleFree+, the successor of schedule-free AdamW, to compare with."""

import contextlib
import math
from typing import Any, Iterable, Iterator, List, Tuple

import torch
from torch.optim import Optimizer


class ScheduleFreePlus(Optimizer):
    """ScheduleFree+ (Defazio 2026, arXiv:2605.19095): no schedule, and no learning rate either.

    With the loss F_t and the gradient g_t at y_{t-1}, b_t the interpolation and n the factor on the
    rate, 1 in the paper,

        I_t = b_t <g_t, z_{t-1} - x_{t-1}>
        e_t = beta_p e_{t-1} + (1 - beta_p) |g_t|_1 sqrt(pi / 2)
        alpha_t = n min(1, t / T_warmup) max(0, F_t + I_t) / (e_t / (1 - beta_p^t))
        m_t = beta1 m_{t-1} + (1 - beta1) g_t,   v_t = beta2 v_{t-1} + (1 - beta2) g_t^2
        z_t = z_{t-1} - alpha_t^2 lambda y_{t-1}
              - alpha_t (m_t / (1 - beta1^t)) / (sqrt(v_t / (1 - beta2^t)) + epsilon)
        w_t = t^r (max of alpha_i, i <= t)^2,   c_t = w_t / sum of w_i, but 1 for t <= T_average
        x_t = (1 - c_t) x_{t-1} + c_t z_t,   y_t = b_t x_t + (1 - b_t) z_t

    log(1 - b_t) goes in a line from that of the first interpolation to that of the last, over so
    many steps. The constants are those of the author's program, adamc_schedulefree_plus_paper.

    The parameters hold y while training and x within ``averaged()``. ``loss`` must be set before
    each ``step``.
    """

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 1.0,
        betas: Tuple[float, float] = (0.9, 0.95),
        eps: float = 1e-8,
        weight_decay: float = 0.0,
        warmup_steps: int = 0,
        averaged_from: int = 0,
        interpolation: float = 0.9,
        last_interpolation: float = 0.965,
        anneal_steps: int = 0,
        norm_beta: float = 0.0,
        power: float = 0.0,
    ) -> None:
        """``lr`` is n, ``averaged_from`` T_average, ``norm_beta`` beta_p, ``power`` r.

        Raises:
            ValueError: there is more than one group, or a value is out of its range.
        """
        if not lr >= 0 or not 0 <= interpolation < 1 or not 0 <= last_interpolation < 1:
            raise ValueError(
                "lr must be at least 0 and interpolations from 0 to below 1, found "
                f"{lr}, {interpolation}, {last_interpolation}"
            )
        super().__init__(
            params,
            {
                "lr": lr,
                "betas": betas,
                "eps": eps,
                "weight_decay": weight_decay,
                "warmup_steps": warmup_steps,
                "averaged_from": averaged_from,
                "interpolation": interpolation,
                "last_interpolation": last_interpolation,
                "anneal_steps": anneal_steps,
                "norm_beta": norm_beta,
                "power": power,
                "steps": 0,
                "norm": 0.0,
                "largest": eps,
                "weights": 0.0,
            },
        )
        if len(self.param_groups) != 1:
            raise ValueError(f"expected one group of parameters, found {len(self.param_groups)}")
        self.loss = math.nan
        for p in self.param_groups[0]["params"]:
            self.state[p] = {
                "x": p.detach().clone(),
                "z": p.detach().clone(),
                "first": torch.zeros_like(p),
                "second": torch.zeros_like(p),
            }

    @torch.no_grad()
    def step(self, closure: Any = None) -> None:  # type: ignore[override]
        """Takes one step from the gradients and ``loss``, both at the parameters."""
        group = self.param_groups[0]
        found: List[torch.nn.Parameter] = [p for p in group["params"] if p.grad is not None]
        interpolation = self.interpolation_at(group["steps"])
        group["steps"] += 1
        t = group["steps"]
        rate = self._rate(group, found, interpolation)
        first_decay, second_decay = group["betas"]
        group["largest"] = max(group["largest"], rate)
        weight = t ** group["power"] * group["largest"] ** 2
        group["weights"] += weight
        share = 1.0 if t <= group["averaged_from"] else weight / group["weights"]
        for p in found:
            state = self.state[p]
            state["first"].mul_(first_decay).add_(p.grad, alpha=1 - first_decay)
            state["second"].mul_(second_decay).addcmul_(p.grad, p.grad, value=1 - second_decay)
            spread = (state["second"] / (1 - second_decay**t)).sqrt_().add_(group["eps"])
            state["z"].sub_(p, alpha=rate**2 * group["weight_decay"])
            state["z"].addcdiv_(state["first"], spread, value=-rate / (1 - first_decay**t))
            state["x"].lerp_(state["z"], share)
            p.copy_(torch.lerp(state["z"], state["x"], interpolation))

    def interpolation_at(self, steps: int) -> float:
        """b of the next step, after so many."""
        group = self.param_groups[0]
        if not group["anneal_steps"]:
            return float(group["interpolation"])
        done = min(1.0, steps / group["anneal_steps"])
        first, last = math.log(1 - group["interpolation"]), math.log(1 - group["last_interpolation"])
        return 1 - math.exp(first + (last - first) * done)

    def _rate(self, group: Any, found: List[torch.nn.Parameter], interpolation: float) -> float:
        t, beta = group["steps"], group["norm_beta"]
        norm = sum(float(p.grad.abs().sum()) for p in found)
        ahead = sum(
            float((p.grad * (self.state[p]["z"] - self.state[p]["x"])).sum()) for p in found
        )
        group["norm"] = beta * group["norm"] + (1 - beta) * norm * math.sqrt(math.pi / 2)
        corrected = group["norm"] / (1 - beta**t)
        if not corrected > 0:
            # Without a gradient there is nowhere to go.
            return 0.0
        warm = min(1.0, t / group["warmup_steps"]) if group["warmup_steps"] else 1.0
        gap = self.loss + interpolation * ahead
        # Not max(0, gap), which would hide a loss that is no number.
        return float(group["lr"] * warm * (0.0 if gap < 0 else gap) / corrected)

    @contextlib.contextmanager
    def averaged(self) -> Iterator[None]:
        """Puts the average x into the parameters, and y back at the end."""
        group = self.param_groups[0]
        held = [p.detach().clone() for p in group["params"]]
        with torch.no_grad():
            for p in group["params"]:
                p.copy_(self.state[p]["x"])
        try:
            yield
        finally:
            with torch.no_grad():
                for p, y in zip(group["params"], held):
                    p.copy_(y)
