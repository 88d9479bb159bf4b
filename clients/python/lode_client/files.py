"""Files of a store, written so that a reader sees a whole file or none.

A store is a folder, or a URI that fsspec or pyarrow knows, such as ``hdfs://`` or ``s3a://``.
"""

import contextlib
import errno
import os
import stat
import uuid
from abc import ABC, abstractmethod
from typing import Any, Callable, List, Optional, TypeVar

from lode_client.errors import StoreError, first_line

T = TypeVar("T")

_ALIASES = {"s3a": "s3", "s3n": "s3"}
"""Names that Hadoop gives to what Python's libraries know by another."""


class StoreFiles(ABC):
    """Files below a root; paths are relative to it, with ``/`` between names."""

    def __init__(self, root: str) -> None:
        self.root = root

    @abstractmethod
    def read(self, path: str, first: Optional[int] = None) -> Optional[bytes]:
        """The content of a file, or its first bytes where a number is given; None without file."""

    @abstractmethod
    def names(self, folder: str) -> List[str]:
        """Names in a folder, sorted, those that start with a dot left out; none without folder."""

    @abstractmethod
    def create(self, path: str, content: bytes) -> bool:
        """Writes a new file; False where the file exists, which is left as it is."""

    @abstractmethod
    def replace(self, path: str, content: bytes) -> None:
        """Writes a file whether or not it exists."""

    @abstractmethod
    def delete(self, path: str) -> None:
        """Deletes a file, where there is one."""

    def _guarded(self, what: str, path: str, action: Callable[[], T]) -> T:
        """Names the file where something fails: libraries raise errors of many kinds."""
        try:
            return action()
        except StoreError:
            raise
        except Exception as e:
            place = f"{self.root}/{path}" if path else self.root
            raise StoreError(f"{place} cannot be {what}: {first_line(e)}") from e


class LocalFiles(StoreFiles):
    """A store on a mounted file system."""

    def read(self, path: str, first: Optional[int] = None) -> Optional[bytes]:
        def action() -> Optional[bytes]:
            try:
                with open(self._resolve(path), "rb", opener=_open_regular) as file:
                    return file.read(first)
            except FileNotFoundError:
                return None

        return self._guarded("read", path, action)

    def names(self, folder: str) -> List[str]:
        def action() -> List[str]:
            try:
                entries = os.listdir(self._resolve(folder))
            except (FileNotFoundError, NotADirectoryError):
                return []
            return sorted(name for name in entries if not name.startswith("."))

        return self._guarded("listed", folder, action)

    def create(self, path: str, content: bytes) -> bool:
        def publish(temporary: str, target: str) -> bool:
            try:
                # A link, unlike a rename, refuses to replace what is there.
                os.link(temporary, target)
                return True
            except FileExistsError:
                return False

        return self._guarded("written", path, lambda: self._write(path, content, publish))

    def replace(self, path: str, content: bytes) -> None:
        self._guarded("written", path, lambda: self._write(path, content, os.replace))

    def delete(self, path: str) -> None:
        def action() -> None:
            try:
                os.unlink(self._resolve(path))
            except FileNotFoundError:
                pass

        self._guarded("deleted", path, action)

    def _write(self, path: str, content: bytes, publish: Callable[[str, str], T]) -> T:
        target = self._resolve(path)
        folder = os.path.dirname(target)
        os.makedirs(folder, exist_ok=True)
        temporary = os.path.join(folder, _temporary_name())
        try:
            with open(temporary, "xb") as file:
                file.write(content)
                file.flush()
                # On the disk before the rename is, or a power cut leaves an empty file.
                os.fsync(file.fileno())
            return publish(temporary, target)
        finally:
            # Still there where the disk is full, or where the name is taken.
            with contextlib.suppress(OSError):
                os.unlink(temporary)

    def _resolve(self, path: str) -> str:
        return os.path.join(self.root, *path.split("/")) if path else self.root


class RemoteFiles(StoreFiles):
    """A store behind a library; what differs between libraries is left open.

    Two writers of one new file at once are told apart on HDFS only, which renames onto no file; a
    file that is replaced there is absent for a moment.
    """

    def __init__(self, root: str, files: Any, base: str) -> None:
        super().__init__(root)
        self._files = files
        self._base = base.rstrip("/")

    def create(self, path: str, content: bytes) -> bool:
        def action() -> bool:
            target = self._resolve(path)
            if self._exists(target):
                return False
            temporary = self._write_aside(target, content)
            try:
                if self._moved(temporary, target):
                    return True
            except Exception:
                self._forget(temporary)
                raise
            self._delete(temporary)
            return False

        return self._guarded("written", path, action)

    def replace(self, path: str, content: bytes) -> None:
        def action() -> None:
            target = self._resolve(path)
            temporary = self._write_aside(target, content)
            try:
                if not self._moved(temporary, target):
                    self._delete(target)
                    self._move(temporary, target)
            except Exception:
                self._forget(temporary)
                raise

        self._guarded("written", path, action)

    def delete(self, path: str) -> None:
        def action() -> None:
            target = self._resolve(path)
            if self._exists(target):
                self._delete(target)

        self._guarded("deleted", path, action)

    def _write_aside(self, target: str, content: bytes) -> str:
        folder = target.rsplit("/", 1)[0]
        temporary = f"{folder}/{_temporary_name()}"
        try:
            self._write(folder, temporary, content)
        except Exception:
            self._forget(temporary)
            raise
        return temporary

    def _forget(self, temporary: str) -> None:
        """Deletes what was half written, where the store still does so."""
        with contextlib.suppress(Exception):
            self._delete(temporary)

    def _moved(self, temporary: str, target: str) -> bool:
        """Whether a file took a name: where that is taken, WebHDFS says nothing, others raise."""
        try:
            self._move(temporary, target)
        except Exception:
            if not self._exists(target):
                raise
        return not self._exists(temporary)

    def _resolve(self, path: str) -> str:
        return f"{self._base}/{path}" if path else self._base

    @abstractmethod
    def _exists(self, target: str) -> bool:
        """Whether there is a file."""

    @abstractmethod
    def _write(self, folder: str, target: str, content: bytes) -> None:
        """Writes a new file into a folder that need not exist."""

    @abstractmethod
    def _move(self, source: str, target: str) -> None:
        """Gives a file another name; may fail, or do nothing, where that is taken."""

    @abstractmethod
    def _delete(self, target: str) -> None:
        """Deletes a file."""


class _DataNodeError(OSError):
    """A data node of HDFS did not give what the name node sent the reader to it for."""


class FsspecFiles(RemoteFiles):
    """A store that fsspec knows."""

    def read(self, path: str, first: Optional[int] = None) -> Optional[bytes]:
        def action() -> Optional[bytes]:
            try:
                return self._content(path, first)
            except FileNotFoundError:
                return None

        return self._guarded("read", path, action)

    def _content(self, path: str, first: Optional[int]) -> bytes:
        target = self._resolve(path)
        if first is not None:
            # Servers of HDFS and S3 refuse, or misread, a part that a short file does not have.
            size = self._files.info(target).get("size")
            first = first if size is not None and size > first else None
        part = {} if first is None else {"start": 0, "end": first}
        try:
            return bytes(self._files.cat_file(target, **part))
        except _DataNodeError:
            # Its own connection to a name node that was restarted fails once.
            return bytes(self._files.cat_file(target, **part))

    def names(self, folder: str) -> List[str]:
        def action() -> List[str]:
            self._files.invalidate_cache()
            try:
                entries = self._files.ls(self._resolve(folder), detail=False)
            except (FileNotFoundError, NotADirectoryError):
                return []
            names = (entry.rstrip("/").rsplit("/", 1)[-1] for entry in entries)
            return sorted(name for name in names if not name.startswith("."))

        return self._guarded("listed", folder, action)

    def _exists(self, target: str) -> bool:
        self._files.invalidate_cache()
        # Unlike exists(), it does not take a store that is down for one without the file.
        try:
            self._files.info(target)
            return True
        except FileNotFoundError:
            return False

    def _write(self, folder: str, target: str, content: bytes) -> None:
        self._files.makedirs(folder, exist_ok=True)
        self._files.pipe_file(target, content)

    def _move(self, source: str, target: str) -> None:
        self._files.mv(source, target)

    def _delete(self, target: str) -> None:
        self._files.rm_file(target)


class PyarrowFiles(RemoteFiles):
    """A store that pyarrow knows."""

    def read(self, path: str, first: Optional[int] = None) -> Optional[bytes]:
        def action() -> Optional[bytes]:
            try:
                with self._files.open_input_stream(self._resolve(path)) as stream:
                    return bytes(stream.read(first))
            except FileNotFoundError:
                return None

        return self._guarded("read", path, action)

    def names(self, folder: str) -> List[str]:
        def action() -> List[str]:
            from pyarrow.fs import FileSelector

            selector = FileSelector(self._resolve(folder), allow_not_found=True)
            names = (info.base_name for info in self._files.get_file_info(selector))
            return sorted(name for name in names if not name.startswith("."))

        return self._guarded("listed", folder, action)

    def _exists(self, target: str) -> bool:
        from pyarrow.fs import FileType

        return bool(self._files.get_file_info(target).type != FileType.NotFound)

    def _write(self, folder: str, target: str, content: bytes) -> None:
        self._files.create_dir(folder, recursive=True)
        with self._files.open_output_stream(target) as stream:
            stream.write(content)

    def _move(self, source: str, target: str) -> None:
        self._files.move(source, target)

    def _delete(self, target: str) -> None:
        self._files.delete_file(target)


def open_store(uri: str) -> StoreFiles:
    """The files of a store.

    Args:
        uri: a folder, or a URI.

    Raises:
        StoreError: the URI is remote and neither fsspec nor pyarrow can open it.
    """
    root = os.fspath(uri)
    scheme, colon, rest = root.partition(":")
    if not colon or len(scheme) < 2 or "/" in scheme:
        return LocalFiles(os.path.abspath(root))
    if scheme == "file":
        # As LODE's jobs read it: nothing is escaped.
        path = rest[2:] if rest.startswith("//") else rest
        return LocalFiles("/" + path.lstrip("/"))
    known = f"{_ALIASES.get(scheme, scheme)}:{rest}"
    reasons = []
    for opened in (_open_fsspec, _open_pyarrow):
        try:
            return opened(root.rstrip("/"), known)
        except Exception as e:
            reasons.append(first_line(e))
    raise StoreError(
        f"store {root} cannot be opened; expected fsspec or pyarrow and what they need for "
        f"{scheme}, found: {'; '.join(reasons)}"
    )


def read_uri(uri: str, first: Optional[int] = None) -> Optional[bytes]:
    """The content of one file by its path or URI, or its first bytes; None where there is none."""
    folder, slash, name = os.fspath(uri).rpartition("/")
    return open_store((folder or "/") if slash else ".").read(name, first)


def _open_fsspec(root: str, uri: str) -> StoreFiles:
    import fsspec

    files, base = fsspec.core.url_to_fs(uri)
    if uri.startswith("webhdfs:"):
        files.session.hooks["response"] = [_require_served]
    return FsspecFiles(root, files, base)


def _require_served(response: Any, *_: Any, **__: Any) -> None:
    """Refuses what a data node says of its failure, which fsspec takes for a file's content."""
    if "namenoderpcaddress=" in response.url and response.status_code >= 400:
        said = response.text[:500]
        raise _DataNodeError(f"a data node answered {response.status_code}: {said}")


def _open_pyarrow(root: str, uri: str) -> StoreFiles:
    import pyarrow.fs

    files, base = pyarrow.fs.FileSystem.from_uri(uri)
    return PyarrowFiles(root, files, base)


def _open_regular(path: str, flags: int) -> int:
    """Opens a file, where it is one: a pipe or a device would wait for who writes into it."""
    descriptor = os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
    mode = os.fstat(descriptor).st_mode
    if stat.S_ISREG(mode):
        return descriptor
    os.close(descriptor)
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
    raise OSError("it is no regular file, but a pipe, a socket or a device")


def _temporary_name() -> str:
    """A name that no reader looks at."""
    return f".tmp-{uuid.uuid4()}"
