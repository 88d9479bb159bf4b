"""Hands ``python3 -m examples.NAME ...`` to the process of ``examples.forking``, where there is one.

Python reads this file at its start where this folder is in ``PYTHONPATH``. Without ``LODE_FORKING``,
or where nothing listens there, it does nothing.
"""

import os
import sys


def _hand_over(path: str, module: str, arguments: "list[str]") -> None:
    import json
    import socket

    with socket.socket(socket.AF_UNIX) as connection:
        try:
            connection.connect(path)
        except OSError:
            return
        request = {
            "module": module,
            "arguments": arguments,
            "folder": os.getcwd(),
            "environment": dict(os.environ),
        }
        message = json.dumps(request).encode() + b"\n"
        sent = socket.send_fds(connection, [message], [0, 1, 2])
        connection.sendall(message[sent:])
        status = connection.recv(16)
    # A run that a signal ended has a negative status, as subprocess has it.
    os._exit(int(status) & 255 if status else 1)


_command = sys.orig_argv[1:]
if (
    os.environ.get("LODE_FORKING")
    and len(_command) > 1
    and _command[0] == "-m"
    and _command[1].startswith("examples.")
    and _command[1] != "examples.forking"
):
    _hand_over(os.environ["LODE_FORKING"], _command[1], _command[2:])
