"""Importing while the workers read: what validation needs takes a second to import."""

import sys
import threading
from importlib import import_module
from typing import Self

#: Units: seconds after which a thread lets another go on. Python's own 5 ms would have every answer of a worker wait so long.
_SWITCH = 0.0005
_USUAL_SWITCH = sys.getswitchinterval()


class Loading:
    """Imports modules in a thread of its own, from now on until `end` or the end of its block.

    A module that cannot be imported is no error here: whoever imports it next gets it. The block is never left before the
    thread has ended, or it would import while Python itself ends, which fails with a traceback.
    """

    def __init__(self, *modules: str) -> None:
        self._thread = threading.Thread(target=self._load, args=modules, name="loading")
        sys.setswitchinterval(_SWITCH)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.end()

    def end(self) -> None:
        """Wait until the modules are imported."""
        self._thread.join()

    @staticmethod
    def _load(*modules: str) -> None:
        try:
            for module in modules:
                import_module(module)
        except Exception:  # a module may fail with anything
            return
        finally:
            sys.setswitchinterval(_USUAL_SWITCH)
