"""Files that come with the program and are no code: schemas, examples, the guide."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def shipped(name: str) -> Path | None:
    """Return a folder or file by its path in a checkout; None where it did not come with the program.

    In an installed wheel these lie inside the package, in a checkout beside it.
    """
    return next((path for path in (_PACKAGE / name, _PACKAGE.parent / name) if path.exists()), None)
