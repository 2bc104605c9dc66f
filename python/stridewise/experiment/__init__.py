"""What an experiment needs around its arrays: seeds, logs, and a record of each run.

`seed_everything` seeds all generators at once, `worker_seed` derives a seed of its own for each worker, `get_logger`
writes one JSON object a line, and `Manifest` records what a run was made of. The page docs/experiments.md shows them
together. All four are names of the package, too.

>>> import stridewise as np
>>> rng = np.seed_everything(7)
>>> rng.integers(100, size=3)
array([94, 62, 68])
"""

from __future__ import annotations

from .context import Run, bound, current
from .logs import JsonLines, get_logger
from .manifest import Change, Manifest
from .seeds import seed_everything, worker_seed

__all__ = [
    "Change",
    "JsonLines",
    "Manifest",
    "Run",
    "bound",
    "current",
    "get_logger",
    "seed_everything",
    "worker_seed",
]
