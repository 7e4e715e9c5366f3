"""LibreOffice for tests: fill a workbook as an officer would, or recalculate it, and save it in some format."""

import atexit
import contextlib
import json
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".ods": "calc8", ".xls": "MS Excel 97", ".pdf": "writer_pdf_Export"}
#: A cell to fill: sheet, address, kind (text, number, date), value.
Entry = tuple[str, str, str, str | float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One workbook to open and to save elsewhere; the target's suffix gives its format."""

    source: Path
    target: Path
    entries: Sequence[Entry] = field(default_factory=tuple)
    recalculate: bool = False


@cache
def _pipe() -> str:
    """Start the LibreOffice that serves this process to its end; return the name of its pipe."""
    profile = tempfile.mkdtemp(prefix="libreoffice-")
    name = f"tonghop-{Path(profile).name}"
    office = subprocess.Popen(
        [
            *("soffice", "--headless", "--norestore", "--nologo"),
            f"-env:UserInstallation={Path(profile).as_uri()}",
            f"--accept=pipe,name={name};urp;",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={"PATH": "/usr/bin:/bin", "HOME": profile, "LANG": "C.UTF-8"},
    )
    atexit.register(_end, office, profile)
    return name


def _end(office: "subprocess.Popen[bytes]", profile: str) -> None:
    """End LibreOffice, which is a script and the programs that it starts."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(office.pid, signal.SIGKILL)
    office.wait()
    shutil.rmtree(profile, ignore_errors=True)


def _carried_out(
    job: Path, records: Sequence[Mapping[str, object]], scratch: Path
) -> "subprocess.CompletedProcess[str]":
    job.write_text(json.dumps({"pipe": _pipe(), "documents": records}), encoding="utf-8")
    inside = Path(__file__).with_name("inside.py")
    done = subprocess.run(
        ["/usr/bin/python3", str(inside), str(job)],
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
        env={"PATH": "/usr/bin:/bin", "HOME": str(scratch), "LANG": "C.UTF-8"},
    )
    if done.returncode:
        _pipe.cache_clear()  # what it is in now is not for the next one
    return done


def run_libreoffice(documents: Sequence[Document], scratch: Path) -> None:
    """Carry out all documents in LibreOffice; fails where a cell is locked or a file cannot be opened.

    To start it takes longer than most of what it is asked, so one serves all tests of a process.
    """
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
    done = _carried_out(job, records, scratch)
    if done.returncode and not done.stderr.strip():
        # it says why it refuses a document; without a word LibreOffice itself has broken down, and a new one serves as well
        done = _carried_out(job, records, scratch)
    assert done.returncode == 0, (done.returncode, done.stderr)
