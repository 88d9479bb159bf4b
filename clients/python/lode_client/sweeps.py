"""LODE's proposals as points of other tools' sweeps: Ray Tune and Weights & Biases.

Both tools choose values of parameters. A proposal is the path of its CSV as the value of one
parameter, ``lode_schedule``; a training program reads it with ``load_csv``. Neither tool is needed
here: what they take are plain dictionaries. Tested against what they write and read as files.
"""

import os
from typing import Any, Dict, List, Mapping, Optional

from lode_client.reading import Store, open

PARAMETER = "lode_schedule"
"""The parameter that holds the path of a proposal's CSV; empty in a run without a proposal."""


def proposal_paths(store: str, newest: int = 3, **which: Any) -> List[str]:
    """The newest proposals' CSV files, whole paths, the oldest of them first.

    Args:
        store: a folder, or a URI that fsspec or pyarrow knows.
        newest: how many.
        which: ``model``, ``dataset``, ``optimizer`` and ``horizon`` that they must have.

    Raises:
        StoreError: the store cannot be reached, or is empty.
        ValueError: ``newest`` is below 1.
    """
    if newest < 1:
        raise ValueError(f"newest must be at least 1 proposal, found {newest}")
    opened: Store = open(os.fspath(store))
    root = opened.uri.rstrip("/")
    found = opened.proposals(**which)[-newest:]
    return [f"{root}/{one.path.rsplit('/', 1)[0]}/schedule.csv" for one in found]


def ray_points(
    store: str,
    values: Optional[Mapping[str, Any]] = None,
    newest: int = 3,
    **which: Any,
) -> List[Dict[str, Any]]:
    """Proposals for ``points_to_evaluate`` of a search algorithm of Ray Tune.

        search = BasicVariantGenerator(points_to_evaluate=ray_points(store, model="cnn", ...))
        Tuner(train, param_space={"lode_schedule": tune.choice([""]), ...},
              tune_config=TuneConfig(search_alg=search))

    Args:
        store: as for ``proposal_paths``.
        values: of the other parameters of each point; those left out are sampled.
        newest: as for ``proposal_paths``.
        which: as for ``proposal_paths``.
    """
    return [
        {**(values or {}), PARAMETER: path} for path in proposal_paths(store, newest, **which)
    ]


def wandb_sweep(
    store: str,
    program: str,
    metric: str = "validation_loss",
    goal: str = "minimize",
    parameters: Optional[Mapping[str, Any]] = None,
    newest: int = 3,
    **which: Any,
) -> Dict[str, Any]:
    """A sweep of Weights & Biases that runs each proposal once, for ``wandb.sweep``.

    Args:
        store: as for ``proposal_paths``.
        program: the training program, as ``wandb`` starts it.
        metric: that it logs.
        goal: ``minimize`` or ``maximize``.
        parameters: further parameters, in the form of W&B: ``{"batch_size": {"value": 64}}``.
        newest: as for ``proposal_paths``.
        which: as for ``proposal_paths``.

    Raises:
        ValueError: there is no proposal, or a parameter would run a proposal more than once.
    """
    if goal not in ("minimize", "maximize"):
        raise ValueError(f"goal must be minimize or maximize, found {goal!r}")
    paths = proposal_paths(store, newest, **which)
    if not paths:
        raise ValueError(f"{store} has no such proposals; expected some from lode propose")
    for name, parameter in (parameters or {}).items():
        if not isinstance(parameter, Mapping) or set(parameter) != {"value"}:
            raise ValueError(
                f"parameter {name} must be {{'value': ...}}, as a grid over several values runs "
                f"each proposal with each; found {parameter!r}"
            )
    return {
        "program": program,
        "method": "grid",
        "metric": {"name": metric, "goal": goal},
        "parameters": {**(parameters or {}), PARAMETER: {"values": paths}},
    }
