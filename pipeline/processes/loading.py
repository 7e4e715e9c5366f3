"""Importing while the workers read: what validation needs takes a second to import."""

import sys
import threading
from importlib import import_module

#: Units: seconds after which a thread lets another go on. Python's own 5 ms would have every answer of a worker wait so long.
_SWITCH = 0.0005
_USUAL_SWITCH = sys.getswitchinterval()


class Loading:
    """Imports modules in a thread of its own, from now on until `end`.

    A module that cannot be imported is no error here: whoever imports it next gets it.
    """

    def __init__(self, *modules: str) -> None:
        self._thread = threading.Thread(target=self._load, args=modules, name="loading")
        sys.setswitchinterval(_SWITCH)
        self._thread.start()

    def end(self) -> None:
        """Wait until the modules are imported."""
        self._thread.join()

    @staticmethod
    def _load(*modules: str) -> None:
        try:
            for module in modules:
                import_module(module)
        except ImportError:
            return
        finally:
            sys.setswitchinterval(_USUAL_SWITCH)
