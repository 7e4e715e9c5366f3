"""Where the schemas of sheets and of catalogue files lie: in the project folder, else those that came with the program."""

from pathlib import Path

_PACKAGE = Path(__file__).parent
#: In an installed wheel they lie inside the package, in a checkout beside it.
_SHIPPED = (_PACKAGE / "schemas", _PACKAGE.parent / "schemas")


def schemas_folder(project: Path) -> Path:
    """Return `schemas/` of a project, which counts as a whole where it is there; else the shipped one."""
    own = project / "schemas"
    if own.is_dir():
        return own
    return next((folder for folder in _SHIPPED if folder.is_dir()), own)
