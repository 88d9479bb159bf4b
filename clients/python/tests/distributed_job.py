"""One process of two: rank 1's own view of the store would differ from rank 0's."""

import pathlib
import sys

import torch

from lode_client import follow
from lode_client.pytorch import from_rank_zero
from tests.publishing import GROUP, publish

store, meeting, rank = pathlib.Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
torch.distributed.init_process_group("gloo", f"file://{meeting}", rank=rank, world_size=2)
schedule = follow(
    str(store) if rank == 0 else str(store / "does-not-exist"),
    model=GROUP.model,
    dataset=GROUP.dataset,
    optimizer=GROUP.optimizer,
    every=10,
    share=from_rank_zero,
)
for step in range(40):
    if step == 15 and rank == 0:
        publish(store, [(0, 1e-3), (30, 0.03), (120, 1e-5)], 120, version=2)
    print(repr(schedule.learning_rate(step)))
torch.distributed.destroy_process_group()
