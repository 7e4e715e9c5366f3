"""Where the schemas of sheets and of catalogue files lie: in the project folder, else those that came with the program."""

from pathlib import Path

from pipeline.shipped_files import shipped


def schemas_folder(project: Path) -> Path:
    """Return `schemas/` of a project, which counts as a whole where it is there; else the shipped one."""
    own = project / "schemas"
    return own if own.is_dir() else shipped("schemas") or own
