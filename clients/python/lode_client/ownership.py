"""Which of several loggers writes a run's folder: the newest, as a job that was started again."""

import uuid
from typing import Callable, Optional

from lode_client.errors import LodeError
from lode_client.files import StoreFiles

_NAME = ".logger"
"""A name that no reader of runs looks at."""


class TakenOver(LodeError):
    """Another logger writes this run since."""


class Ownership:
    """One logger's claim on a run's folder: a file that holds a token of its own."""

    def __init__(self, files: StoreFiles, folder: str, run: str) -> None:
        self._files = files
        self._path = f"{folder}/{_NAME}"
        self._run = run
        self._token = uuid.uuid4().hex.encode("ascii")

    def claim(self) -> None:
        """Takes the folder over; a logger that had it is told when it next writes."""
        self._files.replace(self._path, self._token)

    def require(self, foreign_part: Callable[[], Optional[str]]) -> None:
        """Checks that no other logger has taken the folder over.

        Args:
            foreign_part: finds a part newer than this logger's own, None where there is none; asked
                only where the token is gone, as a long run's folder takes time to list.

        Raises:
            TakenOver: another logger has, and may be closed by now.
        """
        found = self._files.read(self._path, 100)
        if found == self._token:
            return
        if found is None and foreign_part() is None:
            # Somebody tidied up: nobody else writes.
            self.claim()
            return
        raise TakenOver(
            f"run {self._run} is written by another RunLogger since, which goes on with it; expected "
            "one process a run: log on rank 0 only, and give each run a name of its own"
        )

    def release(self) -> None:
        """Takes the claim away, where it is still there."""
        if self._files.read(self._path, 100) == self._token:
            self._files.delete(self._path)
