"""What the program wrote into a folder of the outbox, and what a person changed or added there since."""

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from pipeline.reports.outbox.places import is_link

#: The record of a round's results is its manifest; that of any other folder is this file. Both name outputs and digests.
MANIFEST, RECORD = "manifest.json", ".da-ghi.json"
_FORMAT = 1
#: What office programs and systems leave beside the files that a person opens.
_TRACES = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})
_TRACE_BEGINNINGS = ("~$", ".~lock")


def output_digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file below a folder, by its path with "/"."""
    return {path.relative_to(folder).as_posix(): _digest(path) for path in sorted(folder.rglob("*")) if path.is_file()}


def write_json(value: object, path: Path) -> None:
    """Write JSON that a person can read too, always in the same bytes."""
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")


def write_record(folder: Path) -> None:
    """Write the record of a folder that has no manifest."""
    outputs = [{"path": path, "sha256": digest} for path, digest in output_digests(folder).items()]
    write_json({"format": _FORMAT, "outputs": outputs}, folder / RECORD)


def read_record(path: Path) -> dict[str, object] | None:
    """Return a manifest or a record; None where it is missing or damaged."""
    try:
        account = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return account if isinstance(account, dict) else None


def hand_edited_files(folder: Path, *, record: str) -> tuple[Path, ...]:
    """Return what of a folder is a person's work, relative to it: changed since it was recorded, or not recorded.

    Without a record that can be read everything counts, for nothing is known of it.
    """
    written = _written(folder / record)
    return tuple(
        path.relative_to(folder)
        for path in _files(folder)
        if not _is_trace(path.name) and not (written and _is_as_written(path, folder, written, record))
    )


def keep(folder: Path, paths: tuple[Path, ...], safe: Path) -> None:
    """Let files of a folder stand in another one too, under the same paths. Raises: OSError where that cannot be."""
    for path in paths:
        target = safe / path
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            # takes no room on a disk that may be full
            os.link(folder / path, target, follow_symlinks=False)
        except (OSError, NotImplementedError):
            shutil.copy2(folder / path, target, follow_symlinks=False)


def _written(record: Path) -> Mapping[str, str] | None:
    account = read_record(record)
    outputs = None if account is None else account.get("outputs")
    if not isinstance(outputs, list):
        return None
    with suppress(KeyError, TypeError):
        return {str(output["path"]): str(output["sha256"]) for output in outputs}
    return None


def _files(folder: Path) -> Iterator[Path]:
    """Give everything below a folder that is no folder; links are not followed."""
    with suppress(OSError):
        for path in sorted(folder.iterdir()):
            if path.is_dir() and not is_link(path):
                yield from _files(path)
            else:
                yield path


def _is_trace(name: str) -> bool:
    return name.startswith(_TRACE_BEGINNINGS) or name.casefold() in _TRACES


def _is_as_written(path: Path, folder: Path, written: Mapping[str, str], record: str) -> bool:
    name = path.relative_to(folder).as_posix()
    if name == record:
        return True
    if name not in written or is_link(path) or not path.is_file():
        return False
    try:
        return _digest(path) == written[name]
    except OSError:
        return False


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()
