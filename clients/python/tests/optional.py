"""Modules that some tests need and the client does not: found by importing them."""

import importlib
import os
import sys
import unittest
from typing import Callable, Dict, Optional

# What Debian calls the module, and the variable that makes a missing module a failure.
MODULES = {
    "torch": ("python3-torch", "LODE_REQUIRE_TORCH"),
    "numpy": ("python3-numpy", "LODE_REQUIRE_TORCH"),
    "fsspec": ("python3-fsspec", "LODE_REQUIRE_FSSPEC"),
    "requests": ("python3-requests", "LODE_REQUIRE_FSSPEC"),
    "optuna": ("python3-optuna", "LODE_REQUIRE_OPTUNA"),
    "matplotlib": ("python3-matplotlib", "LODE_REQUIRE_MATPLOTLIB"),
}

_failures: Dict[str, Optional[str]] = {}


def missing(*modules: str) -> Optional[str]:
    """Says which module cannot be imported, why, and how to install it.

    Returns:
        One line on the first such module; None where every module can be imported.

    Raises:
        ImportError: a module cannot be imported, and its variable is 1.
    """
    for module in modules:
        if module not in _failures:
            _failures[module] = _try(module)
        failure = _failures[module]
        if failure is not None:
            package, variable = MODULES[module]
            reason = f"{module} is missing: {failure}; expected 'apt-get install {package}'"
            if os.environ.get(variable) == "1":
                raise ImportError(f"{variable} is 1, but {reason}")
            return reason
    return None


def require(*modules: str) -> None:
    """Skips the tests of the file that is being imported where a module is missing.

    Raises:
        unittest.SkipTest: a module cannot be imported; the text is that of `missing`.
        ImportError: a module cannot be imported, and its variable is 1.
    """
    reason = missing(*modules)
    if reason is not None:
        _say(sys._getframe(1).f_globals["__name__"], reason)
        raise unittest.SkipTest(reason)


def needs(*modules: str) -> Callable[[type], type]:
    """Decorates a class of tests that is skipped where a module is missing.

    Raises:
        ImportError: a module cannot be imported, and its variable is 1.
    """
    reason = missing(*modules)

    def decorate(tests: type) -> type:
        if reason is None:
            return tests
        _say(f"{tests.__module__}.{tests.__name__}", reason)
        return unittest.skip(reason)(tests)

    return decorate


def _say(tests: str, reason: str) -> None:
    # The test runner counts skipped tests, but does not print why.
    print(f"[lode] {tests} skipped: {reason}", file=sys.stderr)


def _try(module: str) -> Optional[str]:
    try:
        importlib.import_module(module)
    except Exception as e:  # a broken installation raises anything
        return f"{type(e).__name__}: {e}"
    return None
