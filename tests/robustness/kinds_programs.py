"""Faultless returns opened and saved by LibreOffice: all of them at once, for it is slow to start."""

import tempfile
from collections.abc import Iterable
from pathlib import Path

from tests.libreoffice.office import Document, run_libreoffice
from tests.robustness.drafts import Draft, Kind, Mutation, Spoil, Where
from tests.robustness.originals import original

_SUFFIXES = (".xlsx", ".ods", ".xls")
_saved: dict[tuple[str, str], bytes] = {}


def save_by_libreoffice(agencies: Iterable[str]) -> None:
    """Have the faultless returns of some agencies saved in every format."""
    missing = sorted({agency for agency in agencies if (agency, ".xlsx") not in _saved})
    if not missing:
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        documents = []
        for agency in missing:
            source = folder / f"{agency}.xlsx"
            source.write_bytes(original(agency).content)
            documents += [Document(source=source, target=folder / f"{agency}-saved{suffix}") for suffix in _SUFFIXES]
        run_libreoffice(documents, folder)
        for agency in missing:
            for suffix in _SUFFIXES:
                _saved[agency, suffix] = (folder / f"{agency}-saved{suffix}").read_bytes()


def _by_libreoffice(suffix: str) -> Spoil:
    def spoil(draft: Draft) -> tuple[Where, ...]:
        save_by_libreoffice([draft.original.agency])
        draft.content = _saved[draft.original.agency, suffix]
        draft.name = f"bao-cao{suffix}"
        return ()

    return spoil


PROGRAMS = tuple(
    Mutation(name=f"saved by LibreOffice as {suffix[1:]}", kind=Kind.HARMLESS, spoil=_by_libreoffice(suffix))
    for suffix in _SUFFIXES
)
