import os
import pathlib
import tempfile
import unittest
import uuid

from lode_client import StoreError
from lode_client.files import StoreFiles, open_store, read_uri

try:
    import fsspec  # noqa: F401
except ImportError:
    fsspec = None


class FilesContract:
    """What holds for every store."""

    store: StoreFiles

    def test_reads_what_was_created_and_replaced(self) -> None:
        self.assertIsNone(self.store.read("a/b=c/x.json"))
        self.assertTrue(self.store.create("a/b=c/x.json", b"1"))
        self.assertFalse(self.store.create("a/b=c/x.json", b"2"))
        self.assertEqual(self.store.read("a/b=c/x.json"), b"1")
        self.store.replace("a/b=c/x.json", b"3")
        self.assertEqual(self.store.read("a/b=c/x.json"), b"3")

    def test_lists_names_without_those_that_start_with_a_dot(self) -> None:
        self.assertEqual(self.store.names("none"), [])
        for name in ("b", "a", ".c"):
            self.store.replace(f"f/{name}", b"")
        self.assertEqual(self.store.names("f"), ["a", "b"])

    def test_leaves_no_other_file_behind(self) -> None:
        self.store.create("f/a", b"1")
        self.store.create("f/a", b"2")
        self.store.replace("f/a", b"3")
        self.assertEqual(self.all_names("f"), ["a"])


class LocalFilesTest(FilesContract, unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.store = open_store(str(self.folder / "store"))

    def all_names(self, folder):
        return sorted(os.listdir(self.folder / "store" / folder))

    def test_file_uris_are_paths_in_which_nothing_is_escaped(self) -> None:
        (self.folder / "a%20b").mkdir()
        (self.folder / "a%20b" / "x").write_bytes(b"1")
        for form in (f"file://{self.folder}/a%20b", f"file:{self.folder}/a%20b"):
            self.assertEqual(open_store(form).read("x"), b"1")
        self.assertEqual(read_uri(f"file://{self.folder}/a%20b/x"), b"1")
        self.assertEqual(read_uri(f"{self.folder}/a%20b/x"), b"1")

    def test_an_error_names_the_file(self) -> None:
        self.store.replace("f/a", b"1")
        with self.assertRaisesRegex(StoreError, "store/f cannot be read: .*directory"):
            self.store.read("f")
        with self.assertRaisesRegex(StoreError, "store/f/a/b cannot be written: "):
            self.store.create("f/a/b", b"1")

    def test_a_remote_store_needs_a_library(self) -> None:
        with self.assertRaisesRegex(StoreError, "store nothing://x/y cannot be opened; expected "):
            open_store("nothing://x/y")


@unittest.skipIf(fsspec is None, "fsspec is not installed")
class FsspecFilesTest(FilesContract, unittest.TestCase):
    def setUp(self) -> None:
        self.store = open_store(f"memory://{uuid.uuid4()}/store")

    def all_names(self, folder):
        files = fsspec.filesystem("memory")
        base = self.store._base
        return sorted(path.rsplit("/", 1)[-1] for path in files.ls(f"{base}/{folder}", detail=False))
