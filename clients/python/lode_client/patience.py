"""A store that neither answers nor refuses is down after a while: a job does not wait for it.

Network file systems, and libraries for remote stores, may wait for ever for a server that is gone.
"""

import threading
import time as clock
from typing import Any, Callable, List, Optional, Tuple, TypeVar, cast

from lode_client.errors import StoreError
from lode_client.files import StoreFiles, open_store

T = TypeVar("T")


class _Call:
    """One action in a thread of its own, which does not keep the interpreter from ending."""

    def __init__(self, what: str, key: object, action: Callable[[], Any]) -> None:
        self.what = what
        self.key = key
        self._outcome: List[Tuple[Any, Optional[BaseException]]] = []
        self._over = threading.Event()
        self._since = clock.monotonic()

        def work() -> None:
            try:
                self._outcome.append((action(), None))
            except BaseException as e:
                self._outcome.append((None, e))
            finally:
                self._over.set()

        threading.Thread(target=work, name="lode_client", daemon=True).start()

    def is_over(self, seconds: float = 0) -> bool:
        """Whether it ends within so many seconds."""
        return self._over.wait(seconds)

    @property
    def age(self) -> float:
        return clock.monotonic() - self._since

    def result(self) -> Any:
        result, error = self._outcome[0]
        if error is not None:
            raise error
        return result


class PatientFiles(StoreFiles):
    """The files of a store whose every call ends in time, with an error where need be.

    A call that did not end goes on in its thread. Until it ends, further calls fail at once, so
    that a job waits once and at most one thread hangs. A write that ends late counts when it is
    tried again.
    """

    def __init__(self, uri: str, seconds: float) -> None:
        """Opens a store.

        Args:
            uri: a folder, or a URI.
            seconds: how long to wait for one call.

        Raises:
            ValueError: ``seconds`` is no number over 0.
            StoreError: the URI is remote and neither fsspec nor pyarrow can open it.
        """
        if not 0 < seconds <= threading.TIMEOUT_MAX:
            raise ValueError(f"patience must be a number of seconds over 0, found {seconds}")
        self._seconds = float(seconds)
        self._unfinished: Optional[_Call] = None
        self._opening = _Call("open", None, lambda: open_store(uri))
        if self._opening.is_over(self._seconds):
            super().__init__(self._opening.result().root)
        else:
            super().__init__(uri)

    def read(self, path: str, first: Optional[int] = None) -> Optional[bytes]:
        return self._in_time(f"read {path}", None, lambda files: files.read(path, first))

    def names(self, folder: str) -> List[str]:
        return self._in_time(f"list {folder}", None, lambda files: files.names(folder))

    def create(self, path: str, content: bytes) -> bool:
        key = ("create", path, content)
        return self._in_time(f"write {path}", key, lambda files: files.create(path, content))

    def replace(self, path: str, content: bytes) -> None:
        key = ("replace", path, content)
        return self._in_time(f"write {path}", key, lambda files: files.replace(path, content))

    def delete(self, path: str) -> None:
        return self._in_time(f"delete {path}", None, lambda files: files.delete(path))

    def _in_time(self, what: str, key: object, action: Callable[[StoreFiles], T]) -> T:
        if not self._opening.is_over():
            raise self._hangs(self._opening)
        late, self._unfinished = self._unfinished, None
        if late is not None:
            if not late.is_over():
                self._unfinished = late
                raise self._hangs(late)
            if key is not None and late.key == key:
                return cast(T, late.result())
        files: StoreFiles = self._opening.result()
        call = _Call(what, key, lambda: action(files))
        if not call.is_over(self._seconds):
            self._unfinished = call
            raise self._hangs(call)
        return cast(T, call.result())

    def _hangs(self, call: _Call) -> StoreError:
        return StoreError(
            f"{self.root} does not answer: it was asked {call.age:.0f} s ago to {call.what}"
        )
