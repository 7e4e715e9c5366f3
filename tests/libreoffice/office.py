"""LibreOffice for tests: fill a workbook as an officer would, or recalculate it, and save it in some format."""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".ods": "calc8", ".xls": "MS Excel 97"}
#: A cell to fill: sheet, address, kind (text, number, date), value.
Entry = tuple[str, str, str, str | float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One workbook to open and to save elsewhere; the target's suffix gives its format."""

    source: Path
    target: Path
    entries: Sequence[Entry] = field(default_factory=tuple)
    recalculate: bool = False


def run_libreoffice(documents: Sequence[Document], scratch: Path) -> None:
    """Carry out all documents in one LibreOffice; fails where a cell is locked or a file cannot be opened."""
    job = scratch / "job.json"
    records = [
        {
            "in": str(document.source.resolve()),
            "out": str(document.target.resolve()),
            "filter": FILTERS[document.target.suffix],
            "recalculate": document.recalculate,
            "cells": [list(entry) for entry in document.entries],
        }
        for document in documents
    ]
    job.write_text(json.dumps({"documents": records}), encoding="utf-8")
    inside = Path(__file__).with_name("inside.py")
    done = subprocess.run(
        ["/usr/bin/python3", str(inside), str(job)],
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
        env={"PATH": "/usr/bin:/bin", "HOME": str(scratch), "LANG": "C.UTF-8"},
    )
    assert done.returncode == 0, done.stderr
