"""What can go wrong outside a training program: its schedule or its store."""


class LodeError(Exception):
    """Any failure of this package that is not a wrong argument."""


class ArtifactError(LodeError, ValueError):
    """A file cannot be used; the message names the file, what was found and what was expected."""


class StoreError(LodeError, OSError):
    """The store cannot be reached, or lacks what is needed."""


def first_line(error: BaseException) -> str:
    """The first line of an error's message, or its type where it has none."""
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
