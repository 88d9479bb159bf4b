import http.server
import json
import os
import pathlib
import tempfile
import threading
import unittest
import uuid
from typing import Any

from lode_client import StoreError
from lode_client.files import StoreFiles, open_store, read_uri
from tests import optional


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


@optional.needs("fsspec")
class FsspecFilesTest(FilesContract, unittest.TestCase):
    def setUp(self) -> None:
        self.store = open_store(f"memory://{uuid.uuid4()}/store")

    def all_names(self, folder):
        import fsspec

        files = fsspec.filesystem("memory")
        base = self.store._base
        return sorted(
            path.rsplit("/", 1)[-1] for path in files.ls(f"{base}/{folder}", detail=False)
        )


class _Hdfs(http.server.BaseHTTPRequestHandler):
    """One file, by a name node and a data node that fails as often as it is told to."""

    content = b"what was published"
    failures = 0

    def do_GET(self) -> None:
        if "namenoderpcaddress=" in self.path:
            if _Hdfs.failures:
                _Hdfs.failures -= 1
                self.answer(403, {"RemoteException": {"message": "Connection reset"}})
            else:
                self.answer(200, self.content)
        elif "op=OPEN" in self.path:
            self.send_response(307)
            here = f"http://{self.headers['Host']}{self.path}"
            self.send_header("Location", f"{here}&namenoderpcaddress=n")
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            status = {"length": len(self.content), "type": "FILE", "pathSuffix": ""}
            self.answer(200, {"FileStatus": status})

    def answer(self, status: int, body: Any) -> None:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments: Any) -> None:
        pass


@optional.needs("fsspec", "requests")
class WebHdfsTest(unittest.TestCase):
    def setUp(self) -> None:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Hdfs)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.store = open_store(f"webhdfs://127.0.0.1:{server.server_port}/store")

    def test_reads_again_what_a_data_node_failed_to_give_once(self) -> None:
        _Hdfs.failures = 1
        self.assertEqual(self.store.read("a"), _Hdfs.content)
        self.assertEqual(_Hdfs.failures, 0)

    def test_a_failure_of_a_data_node_is_not_the_content_of_the_file(self) -> None:
        _Hdfs.failures = 2
        with self.assertRaisesRegex(StoreError, "store/a cannot be read: a data node answered 403"):
            self.store.read("a")
