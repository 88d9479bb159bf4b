"""Forks training programs from one process that has loaded PyTorch already.

A Python that loads PyTorch takes a second to start, which is half of the time of a short training.

    python3 -m examples.forking "$PWD/lode.socket" &
    export PYTHONPATH="$PWD/forking" LODE_FORKING="$PWD/lode.socket"
    submit-scripts/lode-lab prove --trial conf/trials/letters-mlp.conf --master 'local[1]'

Every ``python3 -m examples.NAME ...`` below that shell is then run by a fork: with its arguments,
folder, environment and files, and as its own process, which ends when the one that asked for it
does. Modules of this package are loaded once: start it anew after you change one. Start it with the
variables that are read when PyTorch is loaded, such as ``OMP_NUM_THREADS``.
"""

import contextlib
import json
import os
import runpy
import select
import signal
import socket
import sys
import traceback
from typing import Any, Dict

LARGEST_REQUEST = 1 << 20
"""Bytes of a command and its environment."""

FILES = 3
"""Standard input, output and error."""


def serve(path: str) -> None:
    """Waits for requests until it is ended; a request is a connection."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    if os.path.exists(path):
        os.unlink(path)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        os.chmod(path, 0o600)
        listener.listen(16)
        while True:
            connection, _ = listener.accept()
            if os.fork() == 0:
                listener.close()
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                _watch(connection)
                os._exit(0)
            connection.close()


def _watch(connection: socket.socket) -> None:
    """Runs what a connection asks for, and ends it if the connection closes before."""
    message, files, _, _ = socket.recv_fds(connection, LARGEST_REQUEST, FILES)
    while not message.endswith(b"\n"):
        more = connection.recv(LARGEST_REQUEST)
        if not more:
            return
        message += more
    child = os.fork()
    if child == 0:
        connection.close()
        _run(json.loads(message), files)
    ended = os.pidfd_open(child)
    ready, _, _ = select.select([ended, connection], [], [])
    if ended not in ready:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if ended in ready:
        connection.sendall(str(os.waitstatus_to_exitcode(status)).encode())


def _run(request: Dict[str, Any], files: Any) -> None:
    """As ``python3 -m module arguments`` would, and never returns."""
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    os.environ.clear()
    os.environ.update(request["environment"])
    os.chdir(request["folder"])
    sys.argv = [request["module"], *request["arguments"]]
    code: Any = 0
    try:
        runpy.run_module(request["module"], run_name="__main__", alter_sys=True)
    except SystemExit as exit_:
        code = exit_.code
    except BaseException:  # pylint: disable=broad-except
        traceback.print_exc()
        code = 1
    if not isinstance(code, int):
        if code is not None:
            print(code, file=sys.stderr)
        code = 0 if code is None else 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code & 255)


if __name__ == "__main__":
    # What programs here need; what one needs more, its fork loads.
    import examples.training  # noqa: F401

    with contextlib.suppress(ImportError):
        import optuna  # noqa: F401
    if len(sys.argv) != 2:
        sys.exit("usage: python3 -m examples.forking SOCKET")
    serve(sys.argv[1])
