"""Times an optimiser step of the papers' latent ODE in plain PyTorch.

The same work as `lode-lab bench ode`: batch 64, 60 observations of 3 features, reverse-time GRU, hidden
20, latent 20, width 20, depth 2, half the squared error plus the path length, Adam, one thread.
RK4 takes one step from each observation to the next, as torchdiffeq's fixed-step rk4 does; it is
written out here and is not torchdiffeq, which adds its own overhead to each step.

    python3 clients/python/bench/latent_ode_step.py [--repeats 30]
"""
import argparse
import math
import statistics
import time

import torch
from torch import nn

FEATURES, HIDDEN, LATENT, WIDTH, DEPTH, BATCH, TIMES = 3, 20, 20, 20, 2, 64, 60


class Layer(nn.Module):
    """A linear layer of every member at once."""

    def __init__(self, members, inputs, outputs):
        super().__init__()
        bound = 1 / math.sqrt(inputs)
        self.weight = nn.Parameter(torch.empty(members, inputs, outputs).uniform_(-bound, bound))
        self.bias = nn.Parameter(torch.empty(members, 1, outputs).uniform_(-bound, bound))

    def forward(self, x):
        return torch.baddbmm(self.bias, x, self.weight)


class Network(nn.Module):
    def __init__(self, members, inputs, outputs):
        super().__init__()
        widths = [inputs] + [WIDTH] * DEPTH + [outputs]
        self.layers = nn.ModuleList(Layer(members, a, b) for a, b in zip(widths, widths[1:]))

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = nn.functional.softplus(layer(x))
        return self.layers[-1](x)


class LatentOde(nn.Module):
    def __init__(self, members):
        super().__init__()
        self.members = members
        if members == 1:  # the fused recurrence that a PyTorch user would take
            self.gru = nn.GRU(FEATURES + 1, HIDDEN)
        else:
            self.input = Layer(members, FEATURES + 1, 3 * HIDDEN)
            self.recurrent = Layer(members, HIDDEN, 3 * HIDDEN)
        self.code = Layer(members, HIDDEN, LATENT)
        self.start = Network(members, LATENT, HIDDEN)
        self.field = Network(members, HIDDEN, HIDDEN)
        self.scale = nn.Parameter(torch.ones(members, 1, 1))
        self.readout = Layer(members, HIDDEN, FEATURES)

    def encode(self, windows):  # (time, member, batch, 1 + feature), the earliest first
        if self.members == 1:
            _, last = self.gru(windows[:, 0].flip(0))
            return self.code(last)
        state = windows.new_zeros(self.members, BATCH, HIDDEN)
        for t in range(TIMES - 1, -1, -1):
            x, h = self.input(windows[t]), self.recurrent(state)
            gates = torch.sigmoid(x[..., : 2 * HIDDEN] + h[..., : 2 * HIDDEN])
            reset, update = gates.split(HIDDEN, -1)
            candidate = torch.tanh(x[..., 2 * HIDDEN :] + reset * h[..., 2 * HIDDEN :])
            state = candidate + update * (state - candidate)
        return self.code(state)

    def slope(self, h):
        return self.scale * torch.tanh(self.field(h))

    def states(self, h, step):
        states = [h]
        for _ in range(TIMES - 1):
            k1 = self.slope(h)
            k2 = self.slope(h + step / 2 * k1)
            k3 = self.slope(h + step / 2 * k2)
            k4 = self.slope(h + step * k3)
            h = h + step / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
            states.append(h)
        return torch.stack(states)

    def loss(self, windows, observed):
        states = self.states(self.start(self.encode(windows)), 1 / TIMES)
        read = torch.stack([self.readout(h) for h in states.unbind(0)])
        error = 0.5 * (read - observed).pow(2).sum((0, 3)).mean(1)
        variance = states.var((0, 2), unbiased=False) + 1e-12
        moves = (states[1:] - states[:-1]).pow(2) / variance[None, :, None]
        length = (moves.sum(3) + 1e-12).sqrt().sum(0).mean(1) / variance.sum(1).sqrt()
        return (error + 0.1 * length).sum()


def median_milliseconds(members, repeats):
    torch.manual_seed(1)
    model = LatentOde(members)
    adam = torch.optim.Adam(model.parameters(), 0.02)
    windows = torch.randn(TIMES, members, BATCH, FEATURES + 1)
    observed = windows[..., 1:].contiguous()
    times, processor = [], 0.0
    for i in range(-10, repeats):
        start, cpu = time.perf_counter(), time.process_time()
        adam.zero_grad()
        model.loss(windows, observed).backward()
        adam.step()
        if i >= 0:
            times.append((time.perf_counter() - start) * 1e3)
            processor += (time.process_time() - cpu) * 1e3 / repeats
    return statistics.median(times), processor


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=30, help="steps timed")
    repeats = parser.parse_args().repeats
    torch.set_num_threads(1)
    for members in (1, 8):
        wall, cpu = median_milliseconds(members, repeats)
        print(
            f"{members} members, rk4, 59 steps for 60 observations, PyTorch {torch.__version__}:"
            f" {wall:.1f} ms a step, {wall / members:.2f} a member;"
            f" processor time {cpu:.1f}, {cpu / members:.2f} a member"
        )


if __name__ == "__main__":
    main()
