"""Trains a noisy quadratic by gradient descent: a training program that needs nothing but Python.

    python3 quadratic.py DIRECTORY SCHEDULE PEAK SEED [STEPS BATCH_SIZE]

A larger batch has less noise. Writes DIRECTORY/log.csv and DIRECTORY/outcome.json.
"""

import json
import math
import random
import sys

directory, schedule, peak, seed = sys.argv[1], sys.argv[2], float(sys.argv[3]), int(sys.argv[4])
STEPS = int(sys.argv[5]) if len(sys.argv) > 5 else 120
BATCH_SIZE = int(sys.argv[6]) if len(sys.argv) > 6 else 1
CURVATURES = [0.1, 0.3, 1.0]

if peak < 0:
    sys.exit(f"peak must be positive, found {peak}")
if schedule.endswith(".csv"):
    with open(schedule, encoding="utf-8") as file:
        knots = [tuple(map(float, line.split(","))) for line in file.read().split()[1:]]


def rate(step: int) -> float:
    if schedule == "constant":
        return peak
    if schedule == "cosine":
        return peak * (0.01 + 0.99 * (1 + math.cos(math.pi * step / STEPS)) / 2)
    for (left, low), (right, high) in zip(knots, knots[1:]):
        if left <= step <= right:
            return low * (high / low) ** ((step - left) / (right - left))
    return knots[-1][1] if step > knots[-1][0] else knots[0][1]


noise = random.Random(seed)
weights = [1.0, 1.0, 1.0]
loss = 0.0
with open(directory + "/log.csv", "w", encoding="utf-8") as log:
    log.write("step,learning_rate,train_loss,validation_loss,train.batch_size\n")
    for step in range(STEPS):
        for i, curvature in enumerate(CURVATURES):
            gradient = curvature * weights[i] + noise.gauss(0, 0.3 / math.sqrt(BATCH_SIZE))
            weights[i] -= rate(step) * gradient
        loss = 0.05 + sum(c * w * w for c, w in zip(CURVATURES, weights)) / 2
        if step % 4 == 3:
            log.write(f"{step + 1},{rate(step)},{loss},{loss},{BATCH_SIZE}\n")
with open(directory + "/outcome.json", "w", encoding="utf-8") as file:
    json.dump({"validation": loss, "test": -loss, "eigenvalue": CURVATURES[-1]}, file)
