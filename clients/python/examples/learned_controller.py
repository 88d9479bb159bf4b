"""A controller of the learning rate that is learned by policy gradient, to compare with.

After Xu et al. 2019, "Learning an adaptive learning rate schedule" (arXiv:1909.09712): at regular
moments of a training the controller sees how it goes and multiplies the learning rate; its reward is
the validation loss at the end. Deviations, for budgets of tens of runs instead of thousands: REINFORCE
with a baseline (Williams 1992) instead of PPO, and a linear Gaussian policy of four features instead
of a recurrent network.
"""

import math
import random
from typing import Callable, List, Optional, Sequence, Tuple

FEATURES = 4
LARGEST_MOVE = 0.7
"""Of the log rate in one action: at most doubled or halved."""


class Policy:
    """An action is drawn from a normal distribution whose mean is linear in the features."""

    def __init__(self, weights: Sequence[float], deviation: float) -> None:
        if len(weights) != FEATURES or not deviation > 0:
            raise ValueError(
                f"a policy needs {FEATURES} weights and a deviation over 0, found {len(weights)} "
                f"and {deviation}"
            )
        self.weights = list(weights)
        self.deviation = deviation

    def mean(self, features: Sequence[float]) -> float:
        return sum(w * f for w, f in zip(self.weights, features))

    def log_probability(self, action: float, features: Sequence[float]) -> float:
        """Up to a constant."""
        return -(((action - self.mean(features)) / self.deviation) ** 2) / 2

    def gradient(self, action: float, features: Sequence[float]) -> List[float]:
        """Of the log probability, by the weights."""
        pull = (action - self.mean(features)) / self.deviation**2
        return [pull * f for f in features]


class ControlledRate:
    """A learning rate that the policy moves whenever it observes losses; one training's own."""

    def __init__(
        self,
        policy: Policy,
        first: float,
        total_steps: float,
        explore: Optional[random.Random] = None,
    ) -> None:
        """``explore`` draws actions; without it each action is the policy's mean."""
        self.policy = policy
        self.first = first
        self.rate = first
        self.total_steps = total_steps
        self.explore = explore
        self.loss_before: float = math.nan
        self.actions: List[Tuple[float, List[float]]] = []

    def learning_rate(self, step: float) -> float:
        return self.rate

    def observe(self, step: float, train_loss: float) -> None:
        """Takes an action; a loss that is no positive number is not acted upon."""
        if not (math.isfinite(train_loss) and train_loss > 0):
            return
        change = 0.0 if math.isnan(self.loss_before) else math.log(train_loss / self.loss_before)
        self.loss_before = train_loss
        features = [
            1.0,
            step / self.total_steps,
            math.log(self.rate / self.first),
            max(-1.0, min(1.0, change)),
        ]
        action = self.policy.mean(features)
        if self.explore is not None:
            action += self.policy.deviation * self.explore.gauss(0, 1)
        self.actions.append((action, features))
        self.rate *= math.exp(max(-LARGEST_MOVE, min(LARGEST_MOVE, action)))


def learn(
    train: Callable[[ControlledRate], float],
    first: float,
    total_steps: float,
    episodes: int,
    seed: int,
    deviation: float = 0.15,
    step_size: float = 0.03,
) -> Policy:
    """Learns a policy from whole trainings.

    Args:
        train: trains under a controlled rate and returns the loss at its end; infinite or not a
            number where it diverged.
        first: the learning rate that every training starts with.
        episodes: how many trainings.
        seed: of the actions.
    """
    policy = Policy([0.0] * FEATURES, deviation)
    randoms = random.Random(seed)
    returns: List[float] = []
    for _ in range(episodes):
        controlled = ControlledRate(policy, first, total_steps, randoms)
        loss = train(controlled)
        # A training that diverged is as bad as the worst so far, and worse.
        reward = -math.log(loss) if math.isfinite(loss) else min(returns, default=0.0) - 1.0
        returns.append(reward)
        average = sum(returns) / len(returns)
        spread = math.sqrt(sum((r - average) ** 2 for r in returns) / len(returns))
        if spread == 0 or not controlled.actions:
            continue
        advantage = max(-3.0, min(3.0, (reward - average) / spread))
        total = [0.0] * FEATURES
        for action, features in controlled.actions:
            for i, slope in enumerate(policy.gradient(action, features)):
                total[i] += slope * policy.deviation
        scale = step_size * advantage / math.sqrt(len(controlled.actions))
        policy = Policy([w + scale * t for w, t in zip(policy.weights, total)], deviation)
    return policy
